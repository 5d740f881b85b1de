import SallyportCore
import TestSupport
import Testing

@Suite("Storage contract: sessions")
struct SessionContract {
    /// A vault with an account and its session.
    private func withSession(
        _ engine: Engine, _ body: @escaping @Sendable (any VaultTransaction, Session, Timestamp) throws -> Void
    ) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let session = Samples.session(of: account, at: clock.now)
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                try transaction.insert(session)
                try body(transaction, session, clock.now)
            }
        }
    }

    @Test("what is stored of a session is read again", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await withSession(engine) { transaction, session, _ throws in
            #expect(try transaction.session(session.id) == session)
        }
    }

    @Test(
        "a session advances only from where the caller saw it, once, and forgets that it was seen",
        arguments: Engine.allCases)
    func advance(engine: Engine) async throws {
        try await withSession(engine) { transaction, session, now throws in
            try transaction.noteSeen(session.id, counter: 0, at: now)
            let later = now + .seconds(5)
            #expect(try !transaction.advance(session.id, from: 1, idleExpiry: later, at: later))
            #expect(try transaction.advance(session.id, from: 0, idleExpiry: later, at: later))
            #expect(try !transaction.advance(session.id, from: 0, idleExpiry: later, at: later))
            let advanced = try #require(try transaction.session(session.id))
            #expect(advanced.counter == 1)
            #expect(advanced.rotated == later)
            #expect(advanced.seen == nil)
            #expect(advanced.idleExpiry == later)
            #expect(advanced.lastSeen == later)
        }
    }

    @Test("a counter is noted as seen once, and only while it is the current one", arguments: Engine.allCases)
    func seen(engine: Engine) async throws {
        try await withSession(engine) { transaction, session, now throws in
            try transaction.noteSeen(session.id, counter: 1, at: now)
            #expect(try transaction.session(session.id)?.seen == nil)
            try transaction.noteSeen(session.id, counter: 0, at: now)
            try transaction.noteSeen(session.id, counter: 0, at: now + .seconds(1))
            #expect(try transaction.session(session.id)?.seen == now)
        }
    }

    @Test(
        "rule 5.5: the row takes counter, issue time and idle time of a token ahead of it, never of one behind",
        arguments: Engine.allCases)
    func catchUp(engine: Engine) async throws {
        try await withSession(engine) { transaction, session, now throws in
            let token = RefreshToken(session: session.id, counter: 7, issued: now + .seconds(3))
            try transaction.catchUp(session.id, to: token, idleExpiry: now + .seconds(99), at: now + .seconds(4))
            let row = try #require(try transaction.session(session.id))
            #expect(row.counter == 7)
            #expect(row.currentToken == token)
            #expect(row.seen == now + .seconds(4))
            #expect(row.idleExpiry == now + .seconds(99))
            let behind = RefreshToken(session: session.id, counter: 6, issued: now)
            try transaction.catchUp(session.id, to: behind, idleExpiry: now, at: now)
            #expect(try transaction.session(session.id) == row)
        }
    }

    @Test("a revoked session stays as it is", arguments: Engine.allCases)
    func revoked(engine: Engine) async throws {
        try await withSession(engine) { transaction, session, now throws in
            #expect(try transaction.revoke(session.id, at: now))
            #expect(try !transaction.revoke(session.id, at: now + .seconds(1)))
            let dead = try transaction.session(session.id)
            #expect(dead?.revoked == now)
            #expect(try !transaction.advance(session.id, from: 0, idleExpiry: now, at: now))
            try transaction.noteSeen(session.id, counter: 0, at: now)
            let token = RefreshToken(session: session.id, counter: 7, issued: now)
            try transaction.catchUp(session.id, to: token, idleExpiry: now, at: now)
            #expect(try transaction.session(session.id) == dead)
        }
    }

    @Test("all sessions of an account end but one, and nobody else's", arguments: Engine.allCases)
    func revokeAll(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (ada, bob) = (Samples.account(), Samples.account("bob@example.com"))
            let sessions = [ada, ada, ada, bob].map { Samples.session(of: $0, at: clock.now) }
            try await vault.write(.durable) { transaction in
                for account in [ada, bob] { try transaction.insert(account, profile: Profile(), at: clock.now) }
                for session in sessions { try transaction.insert(session) }
                try transaction.revokeSessions(of: ada.id, except: sessions[1].id, at: clock.now)
                #expect(
                    try sessions.map { try transaction.session($0.id)?.revoked == nil } == [false, true, false, true])
                try transaction.revokeSessions(of: ada.id, except: nil, at: clock.now)
                #expect(
                    try sessions.map { try transaction.session($0.id)?.revoked == nil } == [false, false, false, true])
            }
        }
    }
}
