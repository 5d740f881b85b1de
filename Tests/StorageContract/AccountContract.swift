import SallyportCore
import TestSupport
import Testing

@Suite("Storage contract: accounts")
struct AccountContract {
    @Test("what is stored of an account is read again", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            var account = Samples.account("Ada@Example.com")
            account.status = .draft
            account.provider = Account.Provider(rawValue: "github")
            account.externalIdentifier = "ext-1"
            var profile = Profile(firstName: "Ada", lastName: "Lovelace")
            profile.tags = #"["a","b"]"#
            profile.emailNotifications = false
            profile.description = "'; DROP TABLE accounts; --"
            let (stored, storedProfile) = (account, profile)
            try await vault.write(.durable) { try $0.insert(stored, profile: storedProfile, at: clock.now) }
            try await vault.read { reading throws in
                #expect(try reading.account(stored.id) == stored)
                #expect(try reading.account(stored.id)?.email?.text == "Ada@Example.com")
                #expect(try reading.account(EmailAddress("ADA@example.COM"), in: .team) == stored)
                #expect(try reading.account(EmailAddress("ada@example.com"), in: .store) == nil)
                #expect(try reading.profile(of: stored.id) == storedProfile)
                #expect(try reading.accounts(in: .team) == [stored])
                #expect(try !reading.isEmpty(.team))
                #expect(try reading.isEmpty(.store))
            }
        }
    }

    @Test("an address is unique within its realm, whatever its case", arguments: Engine.allCases)
    func uniqueness(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            try await vault.write(.durable) { try $0.insert(Samples.account(), profile: Profile(), at: clock.now) }
            await #expect(throws: UniquenessViolation(field: .email)) {
                try await vault.write(.durable) {
                    try $0.insert(Samples.account("ADA@example.com"), profile: Profile(), at: clock.now)
                }
            }
            try await vault.write(.durable) { transaction in
                try transaction.insert(Samples.account(realm: .store), profile: Profile(), at: clock.now)
                // Accounts without an address do not stand in each other's way.
                try transaction.insert(Samples.account(nil), profile: Profile(), at: clock.now)
                try transaction.insert(Samples.account(nil), profile: Profile(), at: clock.now)
            }
        }
    }

    @Test("accounts are listed by address, those without one first", arguments: Engine.allCases)
    func order(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let accounts = ["bob@example.com", nil, "Ada@example.com", "adam@example.com"].map { Samples.account($0) }
            try await vault.write(.durable) { transaction in
                for account in accounts { try transaction.insert(account, profile: Profile(), at: clock.now) }
            }
            let listed = try await vault.read { try $0.accounts(in: .team).map { $0.email?.text } }
            #expect(listed == [nil, "Ada@example.com", "adam@example.com", "bob@example.com"])
        }
    }

    @Test("a text with NUL in it is refused, and nothing is cut short", arguments: Engine.allCases)
    func refusedText(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let profile = Profile(firstName: "Ada\0Lovelace")
            let error = await #expect(throws: StorageError.self) {
                try await vault.write(.durable) { try $0.insert(account, profile: profile, at: clock.now) }
            }
            #expect(error?.description.contains("NUL") == true)
            #expect(error?.description.contains("Ada") == false)
            #expect(try await vault.read { try $0.isEmpty(.team) })
        }
    }

    @Test("what a client says of itself is stored without its NULs", arguments: Engine.allCases)
    func userAgent(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            var session = Samples.session(of: account, at: clock.now)
            session.client = Client(userAgent: "agent\0 1.0", origin: "\0")
            let stored = session
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                try transaction.insert(stored)
                #expect(try transaction.session(stored.id)?.client == Client(userAgent: "agent 1.0", origin: ""))
            }
        }
    }

    @Test("every text is stored as it is", arguments: Engine.allCases)
    func texts(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            var profile = Profile(firstName: "", lastName: "\u{1}\\x41 \u{FFFF}")
            profile.description = String(repeating: "Grüße 👩‍👩‍👧 e\u{301} ", count: 2000)
            profile.title = "$1 %s 'quoted' \"twice\""
            let stored = profile
            try await vault.write(.durable) { try $0.insert(account, profile: stored, at: clock.now) }
            let read = try await vault.read { try $0.profile(of: account.id) }
            #expect(read == stored)
            // Swift compares texts without regard to how accents are composed.
            #expect(read?.description.map { Array($0.utf8) } == stored.description.map { Array($0.utf8) })
        }
    }

    @Test("a sign-in is noted only while password and status are the verified ones", arguments: Engine.allCases)
    func noteSignIn(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let verified = Samples.account()
            try await vault.write(.durable) { transaction in
                try transaction.insert(verified, profile: Profile(), at: clock.now)
                #expect(try transaction.noteSignIn(verified, rehashed: nil, at: clock.now))
                #expect(try transaction.account(verified.id)?.lastAccess == clock.now)

                var changed = verified
                changed.passwordHash = PasswordHash(encoded: "another hash")
                try transaction.update(changed)
                #expect(try !transaction.noteSignIn(verified, rehashed: nil, at: clock.now))

                changed = verified
                changed.status = .suspended
                try transaction.update(changed)
                #expect(try !transaction.noteSignIn(verified, rehashed: nil, at: clock.now))

                try transaction.update(verified)
                let rehashed = PasswordHash(encoded: "the same password, dearer")
                #expect(try transaction.noteSignIn(verified, rehashed: rehashed, at: clock.now))
                #expect(try transaction.account(verified.id)?.passwordHash == rehashed)
            }
        }
    }

    @Test("a static token opens one account; it is replaced, taken away, and unique", arguments: Engine.allCases)
    func staticTokens(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (ada, bob) = (Samples.account(), Samples.account("bob@example.com"))
            let (one, two) = (StaticToken.Digest(bytes: [1, 2, 3]), StaticToken.Digest(bytes: [4, 5, 6]))
            try await vault.write(.durable) { transaction in
                for account in [ada, bob] { try transaction.insert(account, profile: Profile(), at: clock.now) }
                try transaction.setStaticToken(one, of: ada.id, at: clock.now)
                #expect(try transaction.account(staticToken: one)?.id == ada.id)
                #expect(try transaction.account(ada.id)?.hasStaticToken == true)
                try transaction.setStaticToken(two, of: ada.id, at: clock.now)
                #expect(try transaction.account(staticToken: one) == nil)
            }
            await #expect(throws: UniquenessViolation(field: .token)) {
                try await vault.write(.durable) { try $0.setStaticToken(two, of: bob.id, at: clock.now) }
            }
            try await vault.write(.durable) { transaction in
                try transaction.setStaticToken(nil, of: ada.id, at: clock.now)
                #expect(try transaction.account(staticToken: two) == nil)
                #expect(try transaction.account(ada.id)?.hasStaticToken == false)
            }
        }
    }

    @Test("with an account goes all that is its own", arguments: Engine.allCases)
    func deletion(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let account = Samples.account()
            let session = Samples.session(of: account, at: clock.now)
            try await vault.write(.durable) { transaction in
                try transaction.insert(account, profile: Profile(), at: clock.now)
                try transaction.insert(session)
                try transaction.setStaticToken(StaticToken.Digest(bytes: [1]), of: account.id, at: clock.now)
                try transaction.delete(account.id)
            }
            try await vault.read { reading throws in
                #expect(try reading.account(account.id) == nil)
                #expect(try reading.session(session.id) == nil)
                #expect(try reading.account(staticToken: StaticToken.Digest(bytes: [1])) == nil)
            }
        }
    }
}
