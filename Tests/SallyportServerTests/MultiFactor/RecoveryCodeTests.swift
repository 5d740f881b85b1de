import SallyportCore
import TestSupport
import Testing

/// Codes for whoever has lost his phone (D5; attack 23 of security.md 3f).
@Suite("Recovery codes")
struct RecoveryCodeTests {
    private static let alice = "alice@example.com"

    @Test("ten codes, each good once as otp, whatever its case and hyphens; what is left is counted")
    func use() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let (_, visitor) = try await server.enableSecondFactor()
            #expect(try await server.remainingRecoveryCodes(visitor) == 0)
            let codes = try await server.recoveryCodes(visitor)
            #expect(Set(codes).count == 10)
            #expect(try await server.remainingRecoveryCodes(visitor) == 10)
            #expect(try await server.signIn(code: codes[0]).status == 200)
            #expect(try await server.signIn(code: codes[0]).errorCode == "INVALID_OTP")
            #expect(try await server.signIn(code: codes[1].uppercased().replacing("-", with: " ")).status == 200)
            #expect(try await server.remainingRecoveryCodes(visitor) == 8)
            try await server.outbox.mails(.recoveryCodeUsed, to: Self.alice, atLeast: 2)
            let alice = try #require(fixture.accounts["alice"])
            #expect(try await server.actions(of: alice).filter { $0 == "recovery_code_used" }.count == 2)
        }
    }

    @Test("attack 23: of twenty who show a code at once, one gets in")
    func race() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (_, visitor) = try await server.enableSecondFactor()
            let code = try await server.recoveryCodes(visitor)[0]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<20 { tasks.addTask { try await server.signIn(code: code).status } }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(try await server.remainingRecoveryCodes(visitor) == 9)
        }
    }

    @Test("new codes need the password and kill the old ones; turning the second factor off kills all")
    func replace() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, visitor) = try await server.enableSecondFactor()
            for body: JSON in [[:], ["password": "nope"]] {
                let answer = try await server.post(
                    "/users/me/tfa/recovery-codes", body, headers: visitor.authorization)
                #expect(answer.status == (body == [:] ? 400 : 401))
            }
            let old = try await server.recoveryCodes(visitor)
            let new = try await server.recoveryCodes(visitor)
            try await server.outbox.mails(.recoveryCodesReplaced, to: Self.alice, atLeast: 2)
            #expect(try await server.signIn(code: old[3]).status == 401)
            #expect(try await server.signIn(code: new[3]).status == 200)
            // Whoever has lost his phone turns it off with one.
            #expect(try await server.disable(visitor, new[4]).status == 204)
            let (fresh, again) = try await server.enableSecondFactor()
            #expect(fresh != seed)
            #expect(try await server.remainingRecoveryCodes(again) == 0)
            #expect(try await server.signIn(code: new[5]).status == 401)
        }
    }

    @Test(
        "later than ten minutes after enabling, new codes need a code, too: a stolen session and a password do not do")
    func later() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let (seed, visitor) = try await server.enableSecondFactor()
            let old = try await server.recoveryCodes(visitor)
            server.clock.advance(by: .seconds(600) + .milliseconds(1))
            func replace(_ code: String?) async throws -> HTTPAnswer {
                var body: JSON.Object = ["password": .string(Fixture.password)]
                if let code { body.append("otp", .string(code)) }
                return try await server.post(
                    "/users/me/tfa/recovery-codes", .object(body), headers: visitor.authorization)
            }
            let missing = try await replace(nil)
            #expect(missing.json["errors"]?.array?.first?["message"] == #"Invalid payload. "otp" is required."#)
            #expect(try await replace("000000").status == 400)
            #expect(try await server.signIn(code: old[0]).status == 200)
            let code = server.freshCode(seed)
            #expect(try await replace(code).status == 200)
            #expect(try await replace(code).status == 400)
            #expect(try await server.signIn(code: old[1]).status == 401)
        }
    }

    @Test("codes belong to an account with a second factor, and to nobody else")
    func owner() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let plain = try await Visitor(server, email: "bob@example.com")
            let refused = try await server.post(
                "/users/me/tfa/recovery-codes", ["password": .string(Fixture.password)],
                headers: plain.authorization)
            #expect(refused.status == 400)
            let (_, alice) = try await server.enableSecondFactor()
            let codes = try await server.recoveryCodes(alice)
            _ = try await server.enableSecondFactor("bob@example.com")
            #expect(try await server.signIn(code: codes[0], email: "bob@example.com").status == 401)
            #expect(try await server.signIn(code: codes[0]).status == 200)
        }
    }
}
