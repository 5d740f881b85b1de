import SallyportCore
import Synchronization
import TestSupport
import Testing

/// Two-factor sign-in (Directus spec section 2.6; D5; attacks 20 to 25 of security.md 3f).
@Suite("Two-factor sign-in")
struct SecondFactorTests {
    private static let alice = "alice@example.com"

    @Test("with a second factor a sign-in needs a code, in every mode", arguments: TokenMode.allCases)
    func signIn(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            for code in [nil, "000000", "1", "abcdef", "123 456"] {
                let answer = try await server.signIn(code: code, mode: mode)
                #expect(answer.status == 401)
                #expect(answer.errorCode == "INVALID_OTP")
                #expect(answer.all("set-cookie").isEmpty)
            }
            let answer = try await server.signIn(code: server.freshCode(seed), mode: mode)
            let visitor = try #require(Visitor(server.client, mode, keeping: answer))
            let me = try await visitor.readSelf()
            #expect(me.json["data"]?["tfa_secret"] == "**********")
        }
    }

    @Test("a wrong password is told before any code is looked at, and costs no code")
    func passwordFirst() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            let code = server.freshCode(seed)
            let wrong = try await server.signIn(code: code, password: "nope")
            #expect(wrong.errorCode == "INVALID_CREDENTIALS")
            #expect(try await server.signIn(code: code).status == 200)
        }
    }

    @Test("an account without one may be asked for it by its client all the same")
    func unneeded() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            #expect(try await server.signIn(code: "123456").status == 200)
            let empty = try await server.signIn(code: "")
            #expect(empty.status == 400)
        }
    }

    @Test("attack 20: a code is good once; of twenty who show it at once, one gets in")
    func once() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            let code = server.freshCode(seed)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<20 { tasks.addTask { try await server.signIn(code: code).status } }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 401 }.count == 19)
            // The one before it is over with it; the next one is not.
            #expect(try await server.signIn(code: server.code(seed, stepsAhead: -1)).status == 401)
            #expect(try await server.signIn(code: server.code(seed, stepsAhead: 1)).status == 200)
        }
    }

    @Test("the code that enabled it signs in, too: clients do so next")
    func enablingCode() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            #expect(try await server.signIn(code: server.code(seed)).status == 200)
            #expect(try await server.signIn(code: server.code(seed)).status == 401)
        }
    }

    @Test("a seed has 160 bits, names project and account, and guards nothing before it is enabled")
    func generate() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            try await server.set(["project_name": "Jürgen & Söhne"])
            let visitor = try await Visitor(server)
            let answer = try await server.generate(visitor)
            let seed = try #require(answer.json["data"]?["secret"]?.string)
            #expect(seed.wholeMatch(of: /[A-Z2-7]{32}/) != nil)
            #expect(
                answer.json["data"]?["otpauth_url"]?.string == """
                    otpauth://totp/J%C3%BCrgen%20%26%20S%C3%B6hne:alice%40example.com?secret=\(seed)&period=30&digits=6\
                    &algorithm=SHA1&issuer=J%C3%BCrgen%20%26%20S%C3%B6hne
                    """)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(try await server.signIn(code: nil).status == 200)
            #expect(try await visitor.readSelf().json["data"]?["tfa_secret"] == .null)
        }
    }

    @Test("attack 22: without the password there is no seed, and no seed but the last one generated can be enabled")
    func onlyTheGenerated() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            #expect(try await server.generate(visitor, password: "nope").errorCode == "INVALID_CREDENTIALS")
            let missing = try await server.post("/users/me/tfa/generate", [:], headers: visitor.authorization)
            #expect(missing.json["errors"]?.array?.first?["message"] == #"Invalid payload. "password" is required."#)
            // The thief of a session brings a seed of his own.
            let own = String(repeating: "A", count: 32)
            let refused = try await server.enable(visitor, own, server.code(own))
            #expect(refused.status == 400)
            let first = try await server.generateSeed(visitor)
            let second = try await server.generateSeed(visitor)
            #expect(try await server.enable(visitor, first, server.code(first)).status == 400)
            #expect(try await server.enable(visitor, own, server.code(own)).status == 400)
            #expect(try await server.signIn(code: nil).status == 200)
            // As people copy it.
            let typed = second.lowercased().prefix(4) + " " + second.lowercased().dropFirst(4) + "===="
            #expect(try await server.enable(visitor, String(typed), server.code(second)).status == 204)
        }
    }

    @Test("a generated seed waits for ten minutes, to the millisecond, for its own account only")
    func patience() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (alice, bob) = (try await Visitor(server), try await Visitor(server, email: "bob@example.com"))
            let seed = try await server.generateSeed(alice)
            #expect(try await server.enable(bob, seed, server.code(seed)).status == 400)
            server.clock.advance(by: SetUpSecondFactor.patience + .milliseconds(1))
            #expect(try await server.enable(alice, seed, server.code(seed)).status == 400)
            server.clock.advance(by: .milliseconds(-1))
            #expect(try await server.enable(alice, seed, server.code(seed)).status == 204)
        }
    }

    @Test("attack 22: a set-up that is pending replaces no live one, and a live one cannot be replaced")
    func live() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, visitor) = try await server.enableSecondFactor()
            let again = try await server.generate(visitor)
            #expect(again.status == 400)
            #expect(
                again.json["errors"]?.array?.first?["message"]
                    == "Invalid payload. TFA Secret is already set for this user.")
            #expect(try await server.enable(visitor, seed, server.code(seed)).status == 400)
            #expect(try await server.signIn(code: server.freshCode(seed)).status == 200)
            // Not even an administrator writes a seed.
            let id = try await visitor.readSelf().json["data"]?["id"]?.string ?? ""
            let patched = try await server.client.send(
                "PATCH", "/users/\(id)", headers: TestServer.asAdministrator, json: ["tfa_secret": .null])
            #expect(patched.status == 400)
        }
    }

    @Test("a change ends the other sessions of the account, in every mode, and tells its owner")
    func otherSessions() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let own = try await Visitor(server, .session)
            var others: [Visitor] = []
            for mode in TokenMode.allCases { others.append(try await Visitor(server, mode)) }
            let seed = try await server.generateSeed(own)
            #expect(try await server.enable(own, seed, server.code(seed)).status == 204)
            for other in others {
                #expect(try await other.readSelf().status == 401)
                #expect(try await other.refreshing().status == 401)
            }
            #expect(try await own.readSelf().status == 200)
            try await server.outbox.mails(.secondFactorEnabled, to: Self.alice, atLeast: 1)

            let signedIn = try await server.signIn(code: server.freshCode(seed))
            let other = try #require(Visitor(server.client, .json, keeping: signedIn))
            #expect(try await server.disable(own, server.freshCode(seed)).status == 204)
            #expect(try await other.readSelf().status == 401)
            #expect(try await own.readSelf().json["data"]?["tfa_secret"] == .null)
            #expect(try await server.signIn(code: nil).status == 200)
            try await server.outbox.mails(.secondFactorDisabled, to: Self.alice, atLeast: 1)
        }
    }

    @Test("disabling needs a code that is right and was not used, and says what else is wrong")
    func disable() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            let plain = try await Visitor(server)
            let missing = try await server.disable(plain, "123456")
            #expect(
                missing.json["errors"]?.array?.first?["message"]
                    == .string(#"Invalid payload. User "\#(alice)" doesn't have TFA enabled."#))
            let (seed, visitor) = try await server.enableSecondFactor()
            let none = try await server.post("/users/me/tfa/disable", [:], headers: visitor.authorization)
            #expect(none.json["errors"]?.array?.first?["message"] == #"Invalid payload. "otp" is required."#)
            let code = server.freshCode(seed)
            #expect(try await server.signIn(code: code).status == 200)
            for wrong in ["000000", code] {
                let answer = try await server.disable(visitor, wrong)
                #expect(answer.status == 400)
                #expect(answer.json["errors"]?.array?.first?["message"] == #"Invalid payload. "otp" is invalid."#)
            }
            #expect(try await server.disable(visitor, server.freshCode(seed)).status == 204)
        }
    }

    @Test("attack 22: a session that has ended changes nothing, however good the code", arguments: TokenMode.allCases)
    func staleSession(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, visitor) = try await server.enableSecondFactor(Self.alice, mode)
            #expect(try await visitor.signOut().status == 204)
            #expect(try await server.disable(visitor, server.freshCode(seed)).status == 401)
            #expect(try await server.generate(visitor).status == 401)
            #expect(try await server.signIn(code: nil).errorCode == "INVALID_OTP")
        }
    }

    @Test("nobody in particular has no second factor")
    func anonymous() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            for path in ["generate", "enable", "disable", "recovery-codes"] {
                let answer = try await server.post(
                    "/users/me/tfa/\(path)", ["password": "x", "otp": "1", "secret": "A"])
                #expect(answer.errorCode == "INVALID_CREDENTIALS", "\(path)")
            }
            #expect(try await server.post("/users/\(alice)/tfa/disable", [:]).errorCode == "FORBIDDEN")
        }
    }

    @Test("whoever may not change his tfa_secret generates a seed and can go no further")
    func permission() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.core.administerAccounts.create(
                EmailAddress("plain@example.com"), password: Password(Fixture.password), role: nil, staticToken: nil,
                in: .team)
            let visitor = try await Visitor(server, email: "plain@example.com")
            let seed = try await server.generateSeed(visitor)
            let answer = try await server.enable(visitor, seed, server.code(seed))
            #expect(answer.errorCode == "FORBIDDEN")
        }
    }

    @Test("an administrator turns it off for somebody who has lost his phone; nobody else does")
    func administrator() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            let (_, visitor) = try await server.enableSecondFactor()
            let bob = try await Visitor(server, email: "bob@example.com")
            let path = "/users/\(alice)/tfa/disable"
            #expect(try await server.post(path, [:], headers: bob.authorization).errorCode == "FORBIDDEN")
            #expect(try await server.post(path, [:], headers: visitor.authorization).errorCode == "FORBIDDEN")
            for _ in 0..<2 {
                #expect(try await server.post(path, [:], headers: TestServer.asAdministrator).status == 204)
            }
            #expect(try await visitor.readSelf().status == 401)
            #expect(try await server.signIn(code: nil).status == 200)
            try await server.outbox.mails(.secondFactorDisabled, to: Self.alice, atLeast: 1)
            for wrong in ["00000000-0000-4000-8000-000000000000", "nobody"] {
                let answer = try await server.post(
                    "/users/\(wrong)/tfa/disable", [:], headers: TestServer.asAdministrator)
                #expect(answer.errorCode == "FORBIDDEN")
            }
        }
    }

    @Test("attack 24: a new password by mail leaves the second factor as it is")
    func reset() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            let token = try await server.passwordResetToken(Self.alice)
            #expect(try await server.reset(token).status == 204)
            #expect(
                try await server.signIn(code: nil, password: TestServer.newPassword).errorCode == "INVALID_OTP")
            let code = server.freshCode(seed)
            #expect(try await server.signIn(code: code, password: TestServer.newPassword).status == 200)
        }
    }

    @Test("a second factor that is enabled while a sign-in hashes its password is asked for there already")
    func enabledMeanwhile() async throws {
        let hasher = GatedHasher()
        try await TestServer.run(passwords: hasher) { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            let seed = try await server.generateSeed(visitor)
            let enabled = Mutex<Int?>(nil)
            hasher.onVerify = {
                let answer = try? await server.enable(visitor, seed, server.code(seed))
                enabled.withLock { $0 = answer?.status }
            }
            let answer = try await server.signIn(code: nil)
            #expect(enabled.withLock { $0 } == 204)
            #expect(answer.errorCode == "INVALID_OTP")
        }
    }

    @Test("an account of another provider shows a sign-in of the last ten minutes instead of a password")
    func otherProvider() async throws {
        let environment = ["AUTH_PROVIDERS": "intern", "AUTH_INTERN_DRIVER": "local"]
        try await TestServer.run(environment) { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            _ = try await server.client.send(
                "PATCH", "/users/\(alice)", headers: TestServer.asAdministrator, json: ["provider": "intern"])
            let answer = try await server.post(
                "/auth/login/intern", ["email": .string(Self.alice), "password": .string(Fixture.password)])
            var visitor = try #require(Visitor(server.client, .json, keeping: answer))
            server.clock.advance(by: .seconds(600))
            #expect(try await visitor.refresh().status == 200)
            let seed = try #require(
                try await server.post("/users/me/tfa/generate", [:], headers: visitor.authorization).json["data"]?[
                    "secret"]?.string)
            server.clock.advance(by: .milliseconds(1))
            let late = try await server.post("/users/me/tfa/generate", [:], headers: visitor.authorization)
            #expect(late.errorCode == "INVALID_CREDENTIALS")
            #expect(try await server.enable(visitor, seed, server.code(seed)).status == 204)
        }
    }

    @Test("attack 23: neither seeds nor recovery codes can be read, filtered, sorted or grouped by anybody")
    func unreadable() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, visitor) = try await server.enableSecondFactor()
            let codes = try await server.recoveryCodes(visitor)
            let queries = [
                "fields=*.*", "fields=tfa_secret", "search=\(seed)", "filter[tfa_secret][_starts_with]=A",
                "filter[tfa_secret][_eq]=\(seed)", "sort=tfa_secret", "groupBy=tfa_secret&aggregate[count]=id",
                "aggregate[min]=tfa_secret", "filter[recovery_codes][_nnull]=true", "fields=recovery_codes.*",
            ]
            for query in queries {
                for path in ["/users", "/users/me", "/activity"] {
                    for headers in [TestServer.asAdministrator, visitor.authorization] {
                        let text = try await server.client.send("GET", "\(path)?\(query)", headers: headers).text
                        #expect(!text.contains(seed), "\(path)?\(query)")
                        for code in codes { #expect(!text.contains(code), "\(path)?\(query)") }
                    }
                }
            }
            let nulls = try await server.client.send(
                "GET", "/users?filter[tfa_secret][_nnull]=true&fields=email", headers: TestServer.asAdministrator)
            #expect(nulls.json["data"] == [["email": "alice@example.com"]])
        }
    }

    @Test("a seed that cannot be opened, or stands in another account's row, lets nobody in")
    func moved() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let (alice, bob) = (try #require(fixture.accounts["alice"]), try #require(fixture.accounts["bob"]))
            let (seed, _) = try await server.enableSecondFactor()
            _ = try await server.enableSecondFactor("bob@example.com")
            try await server.vault.write(.durable) { transaction in
                guard var factor = try transaction.secondFactor(.live, of: alice) else { return }
                factor.account = bob
                try transaction.put(factor)
            }
            let answer = try await server.signIn(code: server.freshCode(seed), email: "bob@example.com")
            #expect(answer.status == 503)
            #expect(try await server.signIn(code: nil, email: "bob@example.com").status == 401)
            #expect(try await server.signIn(code: server.freshCode(seed)).status == 200)
        }
    }
}
