import SallyportCore
import SallyportPostgreSQL
import TestSupport
import Testing

@testable import SallyportSQL

/// Which sessions are swept away, when, and how many at a time.
@Suite("Storage contract: sweeping")
struct SweepContract {
    private static let day = Duration.seconds(86_400)

    /// A session by how it ends.
    enum Ending: String, CaseIterable {
        case never, revoked, idle, absolute

        /// One that has ended by that moment.
        func session(of account: Account, by end: Timestamp) -> Session {
            var session = Samples.session(of: account, at: end - .seconds(3600))
            session.idleExpiry = end + .seconds(1_000_000)
            session.absoluteExpiry = nil
            switch self {
            case .never: break
            case .revoked: session.revoked = end
            case .idle: session.idleExpiry = end
            case .absolute: session.absoluteExpiry = end
            }
            return session
        }
    }

    private static func sweep(on vault: any Vault, _ clock: ManualClock) async throws -> SweepSessions {
        let keys = try await KeyRing.open(vault, secret: Samples.secret)
        return Samples.core(on: vault, keys: keys, clock: clock.clock).sweepSessions
    }

    @Test(
        "a session is deleted a day after it was revoked, idled out or came to its absolute end, and not before",
        arguments: Engine.allCases)
    func when(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let sessions = Ending.allCases.map { ($0, $0.session(of: account, by: clock.now)) }
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                for (_, session) in sessions { try transaction.insert(session) }
            }
            let sweep = try await Self.sweep(on: vault, clock)
            clock.advance(by: Self.day)
            #expect(try await sweep() == 0)
            clock.advance(by: .milliseconds(1))
            #expect(try await sweep() == 3)
            #expect(try await sweep() == 0)
            for (ending, session) in sessions {
                let row = try await vault.read { try $0.session(session.id) }
                #expect((row != nil) == (ending == .never), "\(ending)")
            }
            #expect(try await vault.read { try $0.account(account.id) } != nil)
        }
    }

    @Test("a batch at a time is deleted, by two nodes as by one, each row once", arguments: Engine.allCases)
    func batches(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let total = SweepSessions.batch * 2 + 7
            try await Self.insert(total, in: vault, clock)
            let sweeps = [try await Self.sweep(on: vault, clock), try await Self.sweep(on: vault, clock)]
            var deleted = 0
            var rounds = 0
            repeat {
                let counts = try await concurrently(sweeps) { try await $0() }
                #expect(counts.allSatisfy { $0 <= SweepSessions.batch })
                deleted += counts.reduce(0, +)
                rounds += 1
            } while deleted < total && rounds < 10
            #expect(deleted == total)
            #expect(try await sweeps[0]() == 0)
        }
    }

    @Test("on PostgreSQL rows that another transaction is at are passed over, without a wait")
    func locked() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let clock = ManualClock()
            let databases = (0..<2).map { _ in
                PostgreSQLDatabase(
                    PostgreSQLConfiguration(parameters: place.parameters), machineClock: clock.clock,
                    clock: clock.clock)
            }
            defer { for database in databases { database.close() } }
            try await Migrations.apply(to: databases[0])
            let vault = SQLVault(databases[0])
            let ids = try await Self.insert(10, in: vault, clock)
            let sweep = try await Self.sweep(on: vault, clock)
            let gate = Gate()
            // A logout of an ended session, or a hand at the database: whoever it is.
            async let holder: Int = databases[1].write(.relaxed) { sql in
                let count = try sql.execute(
                    "UPDATE sessions SET last_seen = last_seen WHERE id IN (\(ids[0]), \(ids[1]), \(ids[2]))")
                gate.pass()
                return count
            }
            await gate.arrival()
            #expect(try await sweep() == 7)
            #expect(try await sweep() == 0)
            gate.open()
            #expect(try await holder == 3)
            #expect(try await sweep() == 3)
        }
    }

    @discardableResult
    private static func insert(_ count: Int, in vault: any Vault, _ clock: ManualClock) async throws -> [String] {
        let account = Samples.account()
        let sessions = (0..<count).map { _ in
            Ending.revoked.session(of: account, by: clock.now - day - .seconds(1))
        }
        try await vault.write(.durable) { transaction in
            try transaction.insert(account, profile: Profile(), at: clock.now)
            for session in sessions { try transaction.insert(session) }
        }
        return sessions.map(\.id.rawValue)
    }
}
