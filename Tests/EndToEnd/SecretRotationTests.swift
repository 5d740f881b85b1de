import Foundation
import SallyportCore
import Synchronization
import TestSupport
import Testing

/// `sallyport secret rotate`: no session is lost, and none revived, while nodes serve.
@Suite("Changing SECRET while nodes serve", .timeLimit(.minutes(10)))
struct SecretRotationTests {
    static let old = SecretChangeTests.old
    static let new = SecretChangeTests.new

    @Test("two nodes on one PostgreSQL, restarted in turn amid refreshes in every mode")
    func severalNodes() async throws {
        try await PostgreSQLServer.withDatabase { database in
            try await Site.use { site in
                let environment = CrashTests.environment.merging(Administrator.environment) { $1 }.merging([
                    "DB_CLIENT": "pg", "DB_CONNECTION_STRING": database.connectionString, "DB_POOL__MAX": "4",
                    "DB_POOL__ACQUIRE_TIMEOUT": "30s",
                ]) { $1 }
                let before = environment.merging(["SECRET": Self.old]) { $1 }
                let after = environment.merging(["SECRET": Self.new]) { $1 }
                let first = try await site.serve(before)
                let second = try await site.serve(before)
                let nodes = Nodes([first, second])
                let modes = (0..<9).map { TokenMode.allCases[$0 % TokenMode.allCases.count] }
                let wallets = try await concurrently(modes) { try await Wallet(signingInAt: first, $0) }
                let ended = try await concurrently(modes) { try await Wallet(signingInAt: second, $0) }
                for wallet in ended { #expect(try await wallet.signOut(at: first).status == 204) }

                async let load = concurrently(Array(wallets.enumerated())) { index, wallet in
                    try await Self.use(wallet, at: nodes, seed: UInt64(index))
                }
                try await nodes.serve(200)
                let rotated = try await site.run(
                    "secret", "rotate", environment: after.merging(["SECRET_PREVIOUS": Self.old]) { $1 })
                #expect(rotated.succeeded, "\(rotated)")
                for secret in [Self.old, Self.new] { #expect(!rotated.description.contains(secret)) }

                // One knows only the new secret, the other still has the old one.
                nodes.set([second])
                #expect(await first.stop() == .success)
                let third = try await site.serve(after)
                nodes.set([second, third])
                try await nodes.serve(200)
                // Restarted by accident, before its turn.
                nodes.set([third])
                #expect(await second.stop() == .success)
                let fourth = try await site.serve(before)
                nodes.set([third, fourth])
                try await nodes.serve(200)
                nodes.set([third])
                #expect(await fourth.stop() == .success)
                let fifth = try await site.serve(after)
                nodes.set([third, fifth])
                try await nodes.serve(100)
                let finished = try await site.run("secret", "rotate", "--finish", environment: after)
                #expect(finished.succeeded, "\(finished)")
                try await nodes.serve(200)
                nodes.close()

                for var wallet in try await load {
                    for node in [third, fifth] {
                        #expect(try await wallet.readSelf(at: node).status == 200)
                        #expect(try await wallet.refresh(at: node).status == 200)
                    }
                }
                for var wallet in ended {
                    for node in [third, fifth] {
                        #expect(try await wallet.readSelf(at: node).status == 401)
                        #expect(try await wallet.refresh(at: node).status == 401)
                    }
                }
                let late = try await site.run("serve", environment: before)
                #expect(late.ending == ConfigurationProblemsTests.refused, "\(late)")
                let again = try await site.run("secret", "rotate", "--finish", environment: after)
                #expect(again.ending == Program.Ending(code: 1), "\(again)")
                for secret in [Self.old, Self.new] {
                    #expect(try !site.everythingSaid(on: .error).contains(Data(secret.utf8)))
                }
            }
        }
    }

    @Test(
        "the kept secret is replaced under a running server, which goes on, and so does the next one",
        .enabled(if: !TestDatabase.isPostgreSQL, "of SQLite's folder"))
    func keptSecret() async throws {
        try await Site.use { site in
            let server = try await site.serve(CrashTests.environment.merging(Administrator.environment) { $1 })
            var wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: server, $0) }
            let ended = try await Wallet(signingInAt: server, .session)
            #expect(try await ended.signOut(at: server).status == 204)
            let before = try String(contentsOf: site.secretFile, encoding: .utf8)

            let rotated = try await site.run("secret", "rotate")
            #expect(rotated.succeeded, "\(rotated)")
            let after = try String(contentsOf: site.secretFile, encoding: .utf8)
            #expect(after != before)
            #expect(try site.secretFile.permissions() == 0o600)
            #expect(!rotated.description.contains(after.prefix(43)) && !rotated.description.contains(before.prefix(43)))
            try await useAll(&wallets, at: server)

            let next = try await restart(server, site)
            try await useAll(&wallets, at: next)
            #expect(try await site.run("secret", "rotate", "--finish").succeeded)
            let last = try await restart(next, site)
            try await useAll(&wallets, at: last)
            #expect(try await ended.readSelf(at: last).status == 401)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: site.data.path).contains("secret.next") == false)
        }
    }

    /// Where `secret rotate` was killed.
    enum Moment: CaseIterable { case beforeCommit, afterCommit }

    @Test(
        "killed on either side of its commit, a change is completed by the next start or the next try",
        .enabled(if: !TestDatabase.isPostgreSQL, "of SQLite's folder"), arguments: Moment.allCases, [true, false])
    func killed(at moment: Moment, starts: Bool) async throws {
        try await Site.use { site in
            let server = try await site.serve(CrashTests.environment.merging(Administrator.environment) { $1 })
            var wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: server, $0) }
            let before = try Data(contentsOf: site.secretFile)
            let waiting = site.data.appendingPathComponent("secret.next")
            // What such a process leaves behind.
            switch moment {
            case .beforeCommit:
                try Data("a-new-secret-that-a-killed-process-has-made\n".utf8).write(to: waiting)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: waiting.path)
            case .afterCommit:
                #expect(try await site.run("secret", "rotate").succeeded)
                try FileManager.default.moveItem(at: site.secretFile, to: waiting)
                try before.write(to: site.secretFile)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: site.secretFile.path)
            }
            let next = try Data(contentsOf: waiting)
            if !starts { #expect(try await site.run("secret", "rotate").succeeded) }
            let restarted = try await restart(server, site)
            #expect(try Data(contentsOf: site.secretFile) == next)
            #expect(!FileManager.default.fileExists(atPath: waiting.path))
            try await useAll(&wallets, at: restarted)
        }
    }

    @Test(
        "what cannot be done is told with its cure, and without a secret",
        .enabled(if: !TestDatabase.isPostgreSQL, "PostgreSQL's refusals are above"))
    func refusals() async throws {
        try await Site.use { site in
            func refusal(_ arguments: [String: String], _ flags: [String] = []) async throws -> (
                code: Int32, text: String
            ) {
                let finished = await Finished(try site.start(["secret", "rotate"] + flags, arguments))
                for secret in arguments.values { #expect(!finished.description.contains(secret)) }
                return (finished.ending.code, finished.errors)
            }
            #expect(try await refusal([:]).text.contains("no database"))
            let server = try await site.serve(["SECRET": Self.old])
            #expect(await server.stop() == .success)

            let missing = try await refusal(["SECRET": Self.new])
            #expect(missing.code == 78 && missing.text.contains("SECRET_PREVIOUS is missing"), "\(missing)")
            let wrong = try await refusal([
                "SECRET": Self.new, "SECRET_PREVIOUS": "not-the-one-that-it-was-made-with-at-all",
            ])
            #expect(wrong.code == 78 && wrong.text.contains("another secret"), "\(wrong)")
            let same = try await refusal(["SECRET": Self.old, "SECRET_PREVIOUS": Self.old])
            #expect(same.code == 78 && same.text.contains("are the same"), "\(same)")
            let short = try await refusal(["SECRET": "far-too-short", "SECRET_PREVIOUS": Self.old])
            #expect(short.code == 78 && short.text.contains("shorter than 32 bytes"), "\(short)")
            let alone = try await refusal(["SECRET_PREVIOUS": Self.old])
            #expect(alone.code == 78 && alone.text.contains("SECRET is not"), "\(alone)")
            let nothing = try await refusal(["SECRET": Self.old], ["--finish"])
            #expect(nothing.code == 1 && nothing.text.contains("No change"), "\(nothing)")
            // And nothing was changed.
            _ = try await site.serve(["SECRET": Self.old])
        }
    }

    private func restart(_ server: RunningServer, _ site: Site) async throws -> RunningServer {
        #expect(await server.stop() == .success)
        return try await site.serve(CrashTests.environment)
    }

    private func useAll(_ wallets: inout [Wallet], at server: RunningServer) async throws {
        for index in wallets.indices {
            let answer = try await wallets[index].refresh(at: server)
            #expect(answer.status == 200, "\(wallets[index].mode), \(answer.text)")
            #expect(try await wallets[index].readSelf(at: server).status == 200)
        }
    }

    /// Goes on with a session at whichever node serves, until there is none.
    private static func use(_ wallet: Wallet, at nodes: Nodes, seed: UInt64) async throws -> Wallet {
        var wallet = wallet
        var generator = SeededGenerator(seed: seed)
        while let node = nodes.any(&generator) {
            do {
                let read = try await wallet.readSelf(at: node)
                // An outdated token is refreshed, as every client does; it is never forgotten.
                #expect(read.status == 200 || read.errorCode == "TOKEN_EXPIRED", "\(wallet.mode), \(read.text)")
                #expect(read.all("set-cookie").isEmpty)
                let answer = try await wallet.refresh(at: node)
                #expect(answer.status == 200, "\(wallet.mode), \(answer.text)")
            } catch {
                // It was being stopped.
                continue
            }
            nodes.count()
        }
        return wallet
    }

    /// The nodes that serve.
    private final class Nodes: Sendable {
        private let state: Mutex<(serving: [RunningServer], isClosed: Bool, served: Int)>

        init(_ nodes: [RunningServer]) {
            state = Mutex((nodes, false, 0))
        }

        func set(_ nodes: [RunningServer]) {
            state.withLock { $0.serving = nodes }
        }

        func close() {
            state.withLock { $0.isClosed = true }
        }

        func any(_ generator: inout SeededGenerator) -> RunningServer? {
            let nodes = state.withLock { $0.isClosed ? [] : $0.serving }
            return nodes.randomElement(using: &generator)
        }

        func count() {
            state.withLock { $0.served += 1 }
        }

        /// Waits until so many more rounds were served.
        func serve(_ count: Int) async throws {
            let goal = state.withLock { $0.served } + count
            let last = try await timeOfLast(within: .seconds(120)) {
                await Task.yield()
                return state.withLock { $0.served } < goal
            }
            #expect(last != nil)
        }
    }
}
