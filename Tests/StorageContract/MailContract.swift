import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

/// One-time tokens and the mail queue: tables `one_time_tokens` and `outbox`.
@Suite("Storage contract: one-time tokens and the mail queue")
struct MailContract {
    private static func token(
        of account: Account, _ purpose: OneTimeToken.Purpose = .passwordReset, at now: Timestamp,
        lifetime: Duration = .seconds(60)
    ) -> OneTimeToken {
        OneTimeToken(
            id: OneTimeToken.ID(rawValue: Samples.id()), purpose: purpose, account: account.id,
            emailKey: "ada@example.com", created: now, expires: now + lifetime)
    }

    private static func letter(_ kind: Letter.Kind = .passwordReset, at now: Timestamp) -> QueuedLetter {
        QueuedLetter(
            id: QueuedLetter.ID(rawValue: Samples.id()), kind: kind, realm: .team,
            email: EmailAddress("ada@example.com"), created: now)
    }

    // MARK: Tokens

    @Test("a token comes back as it went in, with the registration that waits for it", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            var token = Self.token(of: account, .registration, at: clock.now)
            token.registration = OneTimeToken.Registration(
                passwordHash: PasswordHash(encoded: "hash"), firstName: "Ada", lastName: nil)
            let stored = try await vault.write(.durable) { [token] transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                try transaction.insert(token)
                return try transaction.oneTimeToken(token.id)
            }
            #expect(stored == token)
        }
    }

    @Test(
        "a token is consumed once, for its own purpose, and not from the moment on at which it expires",
        arguments: Engine.allCases)
    func consume(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let (token, late) = (Self.token(of: account, at: clock.now), Self.token(of: account, at: clock.now))
            let now = clock.now
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.insert(token)
                try transaction.insert(late)
                #expect(try transaction.consume(token.id, .invitation, at: now) == nil)
                let last = late.expires - .milliseconds(1)
                #expect(try transaction.consume(late.id, .passwordReset, at: late.expires) == nil)
                #expect(try transaction.consume(late.id, .passwordReset, at: last)?.spent == last)
                #expect(try transaction.consume(token.id, .passwordReset, at: now)?.id == token.id)
                #expect(try transaction.consume(token.id, .passwordReset, at: now) == nil)
            }
        }
    }

    @Test("of twenty who consume a token at once, one gets it", arguments: Engine.allCases)
    func race(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let token = Self.token(of: account, at: clock.now)
            let now = clock.now
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.insert(token)
            }
            let winners = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<20 {
                    tasks.addTask {
                        try await vault.write(.durable) { transaction in
                            try transaction.consume(token.id, .passwordReset, at: now) != nil
                        }
                    }
                }
                return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test(
        "the good ones of an account are those of one purpose that are neither spent nor expired, the newest first",
        arguments: Engine.allCases)
    func good(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (account, other) = (Samples.account(), Samples.account("bea@example.com"))
            let start = clock.now
            let tokens = (0..<3).map { Self.token(of: account, at: start + .seconds($0)) }
            let others = [
                Self.token(of: account, .invitation, at: start), Self.token(of: other, at: start),
                Self.token(of: account, at: start - .seconds(60)),
            ]
            try await vault.write(.durable) { transaction in
                for account in [account, other] {
                    try transaction.insert(account, profile: Profile(), at: start)
                }
                for token in tokens + others { try transaction.insert(token) }
                let now = start + .seconds(3)
                #expect(
                    try transaction.goodTokens(.passwordReset, of: account.id, at: now).map(\.id)
                        == tokens.reversed().map(\.id))
                try transaction.spend(tokens[1].id, at: now)
                #expect(
                    try transaction.goodTokens(.passwordReset, of: account.id, at: now).map(\.id)
                        == [tokens[2].id, tokens[0].id])
                try transaction.spendTokens(of: account.id, at: now)
                #expect(try transaction.goodTokens(.passwordReset, of: account.id, at: now).isEmpty)
                #expect(try transaction.goodTokens(.invitation, of: account.id, at: now).isEmpty)
                #expect(try transaction.goodTokens(.passwordReset, of: other.id, at: now).count == 1)
            }
        }
    }

    // MARK: The queue

    @Test(
        "the letter that has been due for longest is taken first, and by nobody else until its lease ends",
        arguments: Engine.allCases)
    func claim(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let start = clock.now
            let letters = (0..<2).map { Self.letter(at: start + .seconds($0)) }
            try await vault.write(.durable) { transaction in
                for letter in letters.reversed() { try transaction.enqueue(letter) }
                let (now, lease) = (start + .seconds(5), start + .seconds(60))
                #expect(try transaction.claimLetter(until: lease, at: start - .milliseconds(1)) == nil)
                #expect(try transaction.claimLetter(until: lease, at: now)?.id == letters[0].id)
                #expect(try transaction.claimLetter(until: lease, at: now)?.id == letters[1].id)
                #expect(try transaction.claimLetter(until: lease, at: now) == nil)
                let again = try transaction.claimLetter(until: lease + .seconds(60), at: lease)
                #expect(again?.id == letters[0].id && again?.attempts == 2)
                try transaction.deleteLetter(letters[1].id)
                try transaction.giveUp(letters[0].id, because: "no such mailbox", at: lease)
                #expect(try transaction.claimLetter(until: lease, at: lease + .seconds(3600)) == nil)
            }
        }
    }

    @Test("ten nodes that ask at once get ten different letters", arguments: Engine.allCases)
    func claimRace(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let start = clock.now
            let letters = (0..<10).map { _ in Self.letter(at: start) }
            try await vault.write(.durable) { transaction in
                for letter in letters { try transaction.enqueue(letter) }
            }
            let claimed = try await withThrowingTaskGroup(of: QueuedLetter.ID?.self) { tasks in
                for _ in letters {
                    tasks.addTask {
                        try await vault.write(.durable) { transaction in
                            try transaction.claimLetter(until: start + .seconds(60), at: start)?.id
                        }
                    }
                }
                return try await tasks.reduce(into: [QueuedLetter.ID?]()) { $0.append($1) }
            }
            // Behind each other's locks a node may find nothing, and asks again a little later; never is one taken twice.
            let taken = claimed.compactMap(\.self)
            #expect(Set(taken).count == taken.count && !taken.isEmpty)
        }
    }

    @Test("an account's letters and tokens go with it", arguments: Engine.allCases)
    func cascade(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let token = Self.token(of: account, at: clock.now)
            let now = clock.now
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: now)
                try transaction.insert(token)
                var letter = Self.letter(at: now)
                try transaction.enqueue(letter)
                (letter.account, letter.token) = (account.id, token.id)
                try transaction.resolve(letter)
                try transaction.delete(account.id)
                #expect(try transaction.oneTimeToken(token.id) == nil)
                #expect(try transaction.claimLetter(until: now + .seconds(60), at: now) == nil)
            }
        }
    }

    @Test(
        "a spent token is deleted after a day, an expired one and a letter that was given up after thirty",
        arguments: Engine.allCases)
    func sweep(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let start = clock.now
            let (spent, expired) = (
                Self.token(of: account, at: start, lifetime: .seconds(1_000_000_000)),
                Self.token(of: account, at: start)
            )
            let letter = Self.letter(at: start)
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: start)
                for token in [spent, expired] { try transaction.insert(token) }
                try transaction.spend(spent.id, at: start)
                try transaction.enqueue(letter)
                try transaction.giveUp(letter.id, because: "no such mailbox", at: start)
            }
            let keys = try await KeyRing.open(vault, secret: Samples.secret)
            let sweep = Samples.core(on: vault, keys: keys, clock: clock.clock).sweepOneTimeTokens
            func left() async throws -> Set<String> {
                try await vault.write(.relaxed) { transaction in
                    var left: Set<String> = []
                    if try transaction.oneTimeToken(spent.id) != nil { left.insert("spent") }
                    if try transaction.oneTimeToken(expired.id) != nil { left.insert("expired") }
                    return left
                }
            }
            clock.advance(by: .seconds(86_400))
            #expect(try await sweep() == false)
            #expect(try await left() == ["spent", "expired"])
            clock.advance(by: .milliseconds(1))
            _ = try await sweep()
            #expect(try await left() == ["expired"])
            clock.advance(by: .seconds(29 * 86_400 + 60))
            _ = try await sweep()
            #expect(try await left().isEmpty)
            let deleted = try await vault.write(.relaxed) { transaction in
                try transaction.deleteLetters(givenUpBefore: clock.now, limit: 100)
            }
            #expect(deleted == 0)
        }
    }
}
