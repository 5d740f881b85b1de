import Foundation
import SallyportCore
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// "Stops gracefully on SIGTERM/SIGINT: answers what is in flight, loses nothing."
@Suite("Stopping", .timeLimit(.minutes(5)))
struct SignalTests {
    /// With one thread for hashes, the first answer to two sign-ins tells that the other is being verified. That takes
    /// long enough for a busy machine to send the signal before everything is answered.
    @Test("sign-ins in flight are answered, and their sessions live after a restart", arguments: [SIGTERM, SIGINT])
    func inFlight(signal: Int32) async throws {
        try await Site.use { site in
            let environment = ["HASH_MEMORY_COST": "65536", "HASH_TIME_COST": "8", "HASH_THREADS": "1"]
            let server = try await site.serve(environment.merging(Administrator.environment) { $1 })
            let modes = [TokenMode.json, .session]
            let (wallets, signalled) = try await withThrowingTaskGroup(of: Wallet.self) { tasks in
                for mode in modes {
                    tasks.addTask { try await Wallet(signingInAt: server, mode) }
                }
                var wallets: [Wallet] = []
                var signalled = Date.distantPast
                while let wallet = try await tasks.next() {
                    if wallets.isEmpty {
                        server.program.send(signal)
                        signalled = Date()
                    }
                    wallets.append(wallet)
                }
                return (wallets, signalled)
            }
            #expect(wallets.count == modes.count)
            #expect(await server.program.ended() == .success)
            #expect(server.log.contains("Stopped."))
            let rows = try await site.database.query("SELECT max(at) FROM activity WHERE action = 'login'", at: site)
            let last = try #require(rows.first.flatMap(Double.init))
            #expect(last / 1000 > signalled.timeIntervalSince1970, "both were answered before the signal")

            let second = try await site.serve(environment)
            for var wallet in wallets {
                #expect(try await wallet.readSelf(at: second).status == 200)
                #expect(try await wallet.refresh(at: second).status == 200)
            }
        }
    }

    @Test("an idle connection does not hold it up", arguments: [SIGTERM, SIGINT])
    func idleConnection(signal: Int32) async throws {
        try await Site.use { site in
            let server = try await site.serve()
            // Keeps its connection open for the next request.
            let session = URLSession(configuration: .ephemeral)
            defer { session.invalidateAndCancel() }
            let ping = try #require(URL(string: "http://127.0.0.1:\(server.port)/server/ping"))
            let (data, _) = try await session.data(from: ping)
            #expect(data == Data("pong".utf8))

            let start = ContinuousClock.now
            #expect(await server.stop(signal) == .success)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test(
        "after it has stopped, everything is in the one database file", .enabled(if: SQLiteOnly.allInOneFile.isRun))
    func allInOneFile() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            var wallet = try await Wallet(signingInAt: server)
            try await wallet.refresh(at: server)
            #expect(await server.stop() == .success)
            // GRDB keeps the log's file; whoever copies the one file must miss nothing of it.
            let log = site.data.appendingPathComponent("sallyport.db-wal")
            #expect(((try? Data(contentsOf: log)) ?? Data()).isEmpty)
        }
    }
}
