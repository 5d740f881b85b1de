import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import TestSupport
import Testing

/// A server that is restarted, away, or hangs.
@Suite("PostgreSQL: the server", .timeLimit(.minutes(2)))
struct PostgreSQLServerTests {
    @Test(
        "after a restart, an orderly one or not, transactions go on without an error",
        arguments: [SIGINT, SIGQUIT, SIGKILL])
    func restart(signal: Int32) async throws {
        // What is committed must survive the crash.
        try await PostgreSQLServer.use(["fsync": "on", "full_page_writes": "on"]) { server async throws in
            try await PostgreSQLSample.use(try await server.makeDatabase()) { sample async throws in
                try await sample.connect(4)
                try await sample.database.write(.durable) { try $0.increase(2) }
                await server.stop(signal)
                try await server.start()
                _ = try await concurrently(Array(0..<8)) { _ in
                    try await sample.database.write(.durable) { try $0.increase(1) }
                }
                #expect(try await sample.counters() == [8, 1])
            }
        }
    }

    @Test("while the server is away every transaction fails at once, and when it is back they succeed")
    func away() async throws {
        try await PostgreSQLServer.use { server async throws in
            try await PostgreSQLSample.use(try await server.makeDatabase()) { sample async throws in
                try await sample.connect(2)
                await server.stop()
                let durations = await sample.failures(count: 20)
                #expect(durations.count == 20)
                #expect(durations.allSatisfy { $0 < .seconds(1) })
                try await server.start()
                let recovery = try await timeOfLast(within: .seconds(10)) {
                    do {
                        try await sample.database.write(.durable) { try $0.increase(1) }
                        return false
                    } catch is StorageError { return true }
                }
                #expect(recovery != nil)
                #expect(try await sample.counters() == [1, 0])
            }
        }
    }

    @Test("a server that hangs is given up within the limit, and found again when it goes on")
    func frozen() async throws {
        try await PostgreSQLServer.use { server async throws in
            try await PostgreSQLSample.use(try await server.makeDatabase()) {
                $0.answerLimit = .seconds(1)
                $0.parameters["connect_timeout"] = "2"
            } _: { sample async throws in
                try await server.freeze()
                let durations = await sample.failures(count: 1)
                #expect(durations.count == 1)
                #expect(durations.allSatisfy { $0 >= .seconds(1) && $0 < .seconds(30) })
                server.thaw()
                let recovery = try await timeOfLast(within: .seconds(10)) {
                    do {
                        try await sample.database.write(.durable) { try $0.increase(1) }
                        return false
                    } catch is StorageError { return true }
                }
                #expect(recovery != nil)
                #expect(try await sample.counters() == [1, 0])
            }
        }
    }

    @Test("the time is the database's, however wrong this machine's is", arguments: [-60, 0, 60])
    func time(deviation: Int64) async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let machine: Clock = { PostgreSQLSample.machineClock() + .seconds(deviation) }
            let database = PostgreSQLDatabase(
                PostgreSQLConfiguration(parameters: place.parameters), machineClock: machine)
            defer { database.close() }
            // Database and test run on one machine.
            let before = PostgreSQLSample.machineClock()
            let now = try await database.read { $0.now }
            let after = PostgreSQLSample.machineClock()
            #expect(before <= now && now <= after)
            // A slow round trip teaches little, so it takes a quick one.
            let difference = try await timeOfLast(within: .seconds(10)) {
                _ = try await database.read { $0.now }
                return abs(database.clock().milliseconds - PostgreSQLSample.machineClock().milliseconds) > 250
            }
            #expect(difference != nil)
        }
    }
}

extension PostgreSQLSample {
    /// How long transactions took to fail, one after the other.
    fileprivate func failures(count: Int) async -> [Duration] {
        var durations: [Duration] = []
        for _ in 0..<count {
            let start = ContinuousClock.now
            do { try await database.read { _ = try $0.rows("SELECT 1") } } catch is StorageError {
                durations.append(ContinuousClock.now - start)
            } catch {}
        }
        return durations
    }
}
