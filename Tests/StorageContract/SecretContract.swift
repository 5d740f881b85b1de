import SallyportCore
import TestSupport
import Testing

/// A change of `SECRET` while nodes serve (design section 4, "Keys").
@Suite("Storage contract: changing SECRET")
struct SecretContract {
    private static let old = Secret(Array("the old secret of this installation".utf8))
    private static let new = Secret(Array("the new secret of this installation".utf8))
    private static let other = Secret(Array("neither of this installation's, this".utf8))

    @Test(
        "after a change the keys open with either secret; when it is finished, with the new one",
        arguments: Engine.allCases)
    func eitherSecret(engine: Engine) async throws {
        try await engine.run { vault, _ in
            _ = try await KeyRing.open(vault, secret: Self.old)
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            for secret in [Self.old, Self.new] {
                let keys = try await KeyRing.open(vault, secret: secret)
                #expect(keys.secrets == SigningSecrets(current: Self.new, outdated: [Self.old]))
            }
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.other) }

            try await RotateSecret(vault: vault).finish(with: Self.new)
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.old) }
            // What it signed still refreshes.
            let keys = try await KeyRing.open(vault, secret: Self.new)
            #expect(keys.secrets == SigningSecrets(current: Self.new, outdated: [Self.old]))
        }
    }

    @Test("a second change right after the first forgets neither of the former secrets", arguments: Engine.allCases)
    func twice(engine: Engine) async throws {
        try await engine.run { vault, _ in
            let rotate = RotateSecret(vault: vault)
            _ = try await KeyRing.open(vault, secret: Self.old)
            try await rotate(from: Self.old, to: Self.new)
            try await rotate.finish(with: Self.new)
            try await rotate(from: Self.new, to: Self.other)
            for secret in [Self.new, Self.other] {
                let keys = try await KeyRing.open(vault, secret: secret)
                #expect(keys.secrets.current.reveal() == Self.other.reveal())
                #expect(Set(keys.secrets.outdated.map { $0.reveal() }) == [Self.old.reveal(), Self.new.reveal()])
            }
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.old) }
        }
    }

    @Test("what cannot be done is refused, and nothing is changed", arguments: Engine.allCases)
    func refusals(engine: Engine) async throws {
        try await engine.run { vault, clock in
            let rotate = RotateSecret(vault: vault)
            #expect(try await refusal { try await rotate(from: Self.old, to: Self.new) } == "noKeys")
            _ = try await KeyRing.open(vault, secret: Self.old)
            let before = try await vault.read { try $0.wrappedKeys() }
            #expect(try await refusal { try await rotate(from: Self.old, to: Self.old) } == "sameSecret")
            #expect(try await refusal { try await rotate(from: Self.other, to: Self.new) } == "wrongSecret")
            #expect(try await refusal { try await rotate.finish(with: Self.old) } == "nothingToFinish")
            #expect(try await vault.read { try $0.wrappedKeys() } == before)

            let began = clock.now
            try await rotate(from: Self.old, to: Self.new)
            let during = try await vault.read { try $0.wrappedKeys() }
            #expect(try await refusal { try await rotate(from: Self.old, to: Self.new) } == "alreadyDone")
            #expect(try await refusal { try await rotate(from: Self.new, to: Self.other) } == "underWay \(began)")
            #expect(try await refusal { try await rotate.finish(with: Self.old) } == "wrongSecret")
            #expect(try await vault.read { try $0.wrappedKeys() } == during)
        }
    }

    @Test("each secret is told to whoever has the other one, and stands nowhere else", arguments: Engine.allCases)
    func sealing(engine: Engine) async throws {
        try await engine.run { vault, _ in
            _ = try await KeyRing.open(vault, secret: Self.old)
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            let stored = try await vault.read { try $0.wrappedKeys() }
            #expect(stored.count == KeyRing.Purpose.allCases.count + 2)
            for secret in [Self.old, Self.new] {
                #expect(stored.allSatisfy { !$0.sealed.contains(secret.reveal()) })
            }
            // Exchanged, they tell nothing: each is bound to what it is.
            try await vault.write(.durable) { transaction in
                for (purpose, other) in [
                    (SecretHandover.nextPurpose, SecretHandover.previousPurpose),
                    (SecretHandover.previousPurpose, SecretHandover.nextPurpose),
                ] {
                    let sealed = stored.first { $0.purpose == other }?.sealed ?? []
                    try transaction.replace(WrappedKey(id: 0, purpose: purpose, sealed: sealed))
                }
            }
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.old) }
            #expect(try await KeyRing.open(vault, secret: Self.new).secrets == SigningSecrets(current: Self.new))
        }
    }

    @Test(
        "SECRET_PREVIOUS leads back: the old secret signs again, and the new one opens nothing",
        arguments: Engine.allCases)
    func back(engine: Engine) async throws {
        try await engine.run { vault, _ in
            _ = try await KeyRing.open(vault, secret: Self.old)
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            let keys = try await KeyRing.open(vault, secret: Self.old, previous: Self.new)
            #expect(keys.secrets == SigningSecrets(current: Self.old, outdated: [Self.new]))
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.new) }
        }
    }

    @Test(
        "a node that serves with the old secret follows at the first token of the new one", arguments: Engine.allCases)
    func following(engine: Engine) async throws {
        try await engine.run { vault, clock in
            let late = Samples.core(
                on: vault, keys: try await KeyRing.open(vault, secret: Self.old), clock: clock.clock)
            let early = try await late.tokens(mode: .session, vault, clock)
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            let prompt = Samples.core(
                on: vault, keys: try await KeyRing.open(vault, secret: Self.new), clock: clock.clock)
            let token = try await late.refreshed(early, at: prompt)

            // Nobody who shows it is turned away, however many come at once.
            let found = try await concurrently(Array(0..<20)) { _ in
                try await late.accessTokens.refreshToken(
                    inCookie: token.accessToken.reveal(), at: clock.now, allowsExpired: false)
            }
            #expect(found.allSatisfy { $0 != nil && $0 == found[0] })
            // From now on both sign alike.
            let next = try await late.refreshed(token, at: late)
            #expect(await prompt.verdict(on: next.accessToken.reveal()) == "welcome")
            #expect(await late.verdict(on: next.accessToken.reveal()) == "welcome")
            // What the old secret signed opens nothing on either, and refreshes on both.
            for core in [late, prompt] {
                #expect(await core.verdict(on: early.accessToken.reveal()) == "tokenExpired")
                let bearer = try await core.accessTokens.refreshToken(
                    inCookie: early.accessToken.reveal(), at: clock.now, allowsExpired: false)
                #expect(bearer != nil)
            }
        }
    }

    @Test(
        "unknown signatures make a node look once a second, and what it saw then it believes",
        arguments: Engine.allCases)
    func lookingRarely(engine: Engine) async throws {
        try await engine.run { vault, clock in
            let core = Samples.core(
                on: vault, keys: try await KeyRing.open(vault, secret: Self.old), clock: clock.clock)
            let tokens = try await core.tokens(mode: .json, vault, clock)
            let forged = tokens.accessToken.reveal().dropLast(8) + "AAAAAAAA"
            #expect(await core.verdict(on: String(forged)) == "invalidToken")
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            clock.advance(by: .milliseconds(999))
            #expect(await core.verdict(on: String(forged)) == "invalidToken")
            // It has not looked: its own tokens still open.
            #expect(await core.verdict(on: tokens.accessToken.reveal()) == "welcome")
            clock.advance(by: .milliseconds(1))
            #expect(await core.verdict(on: String(forged)) == "invalidToken")
            #expect(await core.verdict(on: tokens.accessToken.reveal()) == "tokenExpired")
            #expect(RotateSecret.notice > .seconds(1))
        }
    }

    @Test(
        "a node follows without being asked, and ends the handover with the last token before it",
        arguments: Engine.allCases)
    func keepingUp(engine: Engine) async throws {
        try await engine.run { vault, clock in
            let core = Samples.core(
                on: vault, keys: try await KeyRing.open(vault, secret: Self.old), clock: clock.clock)
            let tokens = try await core.tokens(mode: .session, vault, clock)
            try await RotateSecret(vault: vault)(from: Self.old, to: Self.new)
            try await core.followSecret.keepUp()
            #expect(await core.verdict(on: tokens.accessToken.reveal()) == "tokenExpired")
            let longest = SessionSettings().sessionCookieLifetime + .seconds(5 * 60)
            clock.advance(by: longest - .milliseconds(1))
            try await core.followSecret.keepUp()
            #expect(try await vault.read { try $0.handoverBegan() } != nil)
            clock.advance(by: .milliseconds(1))
            try await core.followSecret.keepUp()
            #expect(try await vault.read { try $0.handoverBegan() } == nil)
            await #expect(throws: KeyFailure.self) { try await KeyRing.open(vault, secret: Self.old) }
        }
    }

    /// Why a change was refused.
    private func refusal(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let failure as RotationFailure {
            switch failure {
            case .sameSecret: return "sameSecret"
            case .noKeys: return "noKeys"
            case .wrongSecret: return "wrongSecret"
            case .alreadyDone: return "alreadyDone"
            case .underWay(let moment): return "underWay \(moment)"
            case .nothingToFinish: return "nothingToFinish"
            case .unavailable(let failure): throw failure
            }
        }
    }
}

extension Core {
    /// The tokens of somebody who has just signed in.
    fileprivate func tokens(mode: TokenMode, _ vault: any Vault, _ clock: ManualClock) async throws -> IssuedTokens {
        let password = Password("a password")
        let hash = try await CountingHasher().hash(password)
        try await vault.write(.durable) { transaction in
            var account = Samples.account()
            account.passwordHash = hash
            try transaction.insert(account, profile: Profile(), at: clock.now)
        }
        return try await signIn(
            SignIn.Request(
                realm: .team, provider: .default, email: EmailAddress("ada@example.com"), password: password,
                mode: mode, client: Client()))
    }

    /// What becomes of whoever shows the token.
    fileprivate func verdict(on token: String) async -> String {
        do throws(AuthenticationFailure) {
            _ = try await authenticate(token, realm: .team, client: Client())
            return "welcome"
        } catch { return "\(error)" }
    }

    /// What another node gives for the tokens.
    fileprivate func refreshed(_ tokens: IssuedTokens, at other: Core) async throws -> IssuedTokens {
        let token = try #require(other.refreshTokens.decode(tokens.refreshToken.reveal()))
        return try await other.refresh(token, mode: tokens.mode, realm: .team, client: Client())
    }
}
