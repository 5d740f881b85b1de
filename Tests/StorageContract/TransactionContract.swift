import SallyportCore
import TestSupport
import Testing

@Suite("Storage contract: transactions")
struct TransactionContract {
    @Test("what a body throws is rolled back and handed on", arguments: Engine.allCases)
    func rollback(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            await #expect(throws: Deliberate.self) {
                try await vault.write(.durable) { transaction in
                    try transaction.insert(Samples.account(), profile: Profile(), at: clock.now)
                    throw Deliberate()
                }
            }
            #expect(try await vault.read { try $0.isEmpty(.team) })
        }
    }

    @Test("a failing transaction does not disturb those that share its commit", arguments: Engine.allCases)
    func neighbours(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let outcomes = await withTaskGroup(of: Bool.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        do {
                            try await vault.write(number.isMultiple(of: 2) ? .durable : .relaxed) { transaction in
                                let account = Samples.account("user\(number)@example.com")
                                try transaction.insert(account, profile: Profile(), at: clock.now)
                                if number.isMultiple(of: 3) { throw Deliberate() }
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await tasks.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 133)
            let stored = try await vault.read { try $0.accounts(in: .team) }
            #expect(stored.count == 133)
        }
    }

    @Test("of many racers for one counter one advances, and no step is lost", arguments: Engine.allCases)
    func compareAndSet(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let session = Samples.session(of: account, at: clock.now)
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                try transaction.insert(session)
            }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask {
                        try await vault.write(.relaxed) {
                            try $0.advance(session.id, from: 0, idleExpiry: session.idleExpiry, at: clock.now)
                        }
                    }
                }
                return try await tasks.reduce(into: 0) { count, won in if won { count += 1 } }
            }
            #expect(winners == 1)
            #expect(try await vault.read { try $0.session(session.id)?.counter } == 1)
        }
    }

    @Test("the transaction's time is the clock's", arguments: Engine.allCases)
    func now(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            clock.advance(by: .seconds(42))
            #expect(try await vault.read { try $0.now } == clock.now)
        }
    }

    @Test("whoever makes what another has just made is told what he would be told later", arguments: Engine.allCases)
    func contradiction(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let outcomes = try await concurrently(Array(0..<8)) { _ in
                try await vault.write(.durable) { transaction in
                    guard try transaction.isEmpty(.team) else { return false }
                    try transaction.insert(Samples.account(), profile: Profile(), at: clock.now)
                    return true
                }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    @Test("of nodes that start at once on an empty database, all have the same keys", arguments: Engine.allCases)
    func keys(engine: Engine) async throws {
        try await engine.run { vault, _ async throws in
            let secret = Samples.secret
            let rings = try await concurrently(Array(0..<8)) { _ in try await KeyRing.open(vault, secret: secret) }
            let token = RefreshToken(
                session: Session.ID(rawValue: Samples.id()), counter: 1, issued: Timestamp(seconds: 1))
            let texts = rings.map { Samples.core(on: vault, keys: $0).refreshTokens.encode(token).reveal() }
            #expect(Set(texts).count == 1)
        }
    }
}
