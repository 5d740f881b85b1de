import SallyportCore
import TestSupport
import Testing

/// A new password by mail (Directus spec section 1.6; D6, D14; attacks 12, 26 and 27 of security.md 3f).
@Suite("Resetting a password by mail")
struct PasswordResetTests {
    private static let alice = "alice@example.com"

    @Test("the link of the mail sets a new password, and ends all sessions in every mode")
    func reset() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            var visitors: [Visitor] = []
            for mode in TokenMode.allCases { visitors.append(try await Visitor(server, mode)) }
            let token = try await server.passwordResetToken(Self.alice)
            #expect(try await server.reset(token).status == 204)
            for visitor in visitors {
                #expect(try await visitor.readSelf().status == 401)
                #expect(try await visitor.refreshing().status == 401)
            }
            #expect(try await server.signIn(Self.alice, Fixture.password).status == 401)
            #expect(try await server.signIn(Self.alice, TestServer.newPassword).status == 200)
            let id = try #require(fixture.accounts["alice"])
            #expect(try await server.actions(of: id).contains("update"))
            // Whoever did not do it himself learns of it.
            try await server.outbox.mails(.passwordChanged, to: Self.alice, atLeast: 1)
        }
    }

    @Test(
        "attack 26: a token works once; then it, and every other that the account has, is refused",
        arguments: [2, OneTimeTokenLimit.most])
    func once(count: Int) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            var tokens: [String] = []
            for _ in 0..<count { tokens.append(try await server.passwordResetToken(Self.alice)) }
            #expect(Set(tokens).count == count)
            #expect(try await server.reset(tokens[0]).status == 204)
            for token in tokens {
                let answer = try await server.reset(token, "yet another 11")
                #expect(answer.status == 403)
                #expect(answer.errorCode == "FORBIDDEN")
            }
            #expect(try await server.signIn(Self.alice, TestServer.newPassword).status == 200)
        }
    }

    @Test("attack 26: of twenty who use a token at once, one sets his password")
    func race() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let token = try await server.passwordResetToken(Self.alice)
            let answers = try await withThrowingTaskGroup(of: (Int, HTTPAnswer).self) { tasks in
                for index in 0..<20 {
                    tasks.addTask { (index, try await server.reset(token, "password number \(index)")) }
                }
                return try await tasks.reduce(into: [(Int, HTTPAnswer)]()) { $0.append($1) }
            }
            let winners = answers.filter { $0.1.status == 204 }
            #expect(winners.count == 1)
            #expect(answers.filter { $0.1.errorCode == "FORBIDDEN" }.count == 19)
            let winner = try #require(winners.first)
            #expect(try await server.signIn(Self.alice, "password number \(winner.0)").status == 200)
        }
    }

    @Test("whatever a stranger asks for, the link that the owner has not used yet works")
    func strangersKillNoLink() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let own = try await server.passwordResetToken(Self.alice)
            var others: Set<String> = []
            for _ in 0..<8 { others.insert(try await server.passwordResetToken(Self.alice)) }
            #expect(others.count == OneTimeTokenLimit.most - 1)
            #expect(try await server.reset(own).status == 204)
        }
    }

    @Test("a link is sent again only while half of its life is left; then a new one takes the oldest one's place")
    func oldLinks() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            var tokens: [String] = []
            for _ in 0..<OneTimeTokenLimit.most { tokens.append(try await server.passwordResetToken(Self.alice)) }
            server.clock.advance(by: .seconds(43_200))
            let fresh = try await server.passwordResetToken(Self.alice)
            #expect(!tokens.contains(fresh))
            server.clock.advance(by: .seconds(43_199))
            // Twelve hours old, and as good as on the first minute; the oldest of the others has made room for it.
            #expect(try await server.reset(fresh).status == 204)
        }
    }

    @Test("a token expires a day after the mail, to the millisecond")
    func expiry() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let token = try await server.passwordResetToken(Self.alice)
            server.clock.advance(by: .seconds(86_400))
            let answer = try await server.reset(token)
            #expect(answer.status == 401)
            #expect(answer.errorCode == "TOKEN_EXPIRED")
            server.clock.advance(by: .milliseconds(-1))
            #expect(try await server.reset(token).status == 204)
        }
    }

    /// What makes a link worthless before it is used.
    enum Change: String, CaseIterable {
        case password, email, status, deletion
    }

    @Test(
        "attack 26: a token dies with the address, the password, the status and the account", arguments: Change.allCases
    )
    func dies(change: Change) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let token = try await server.passwordResetToken(Self.alice)
            let id = try #require(fixture.accounts["alice"])
            let path = "/users/\(id)"
            func patch(_ body: JSON) async throws {
                let answer = try await server.client.send(
                    "PATCH", path, headers: TestServer.asAdministrator, json: body)
                #expect(answer.status == 200)
            }
            switch change {
            case .password: try await patch(["password": "set by another 12"])
            case .email:
                try await patch(["email": "alicia@example.com"])
                try await patch(["email": .string(Self.alice)])
            case .status:
                try await patch(["status": "suspended"])
                try await patch(["status": "active"])
            case .deletion: _ = try await server.client.send("DELETE", path, headers: TestServer.asAdministrator)
            }
            let answer = try await server.reset(token)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "FORBIDDEN")
        }
    }

    @Test("attack 26: a token opens nothing else: no other flow, and nothing that an access token opens")
    func onePurpose() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            try await server.set(["public_registration": true])
            let reset = try await server.passwordResetToken(Self.alice)
            let invitation = try await server.invitationToken("guest@example.com", role: fixture.member)
            let registration = try await server.registrationToken("new@example.com")
            for token in [invitation, registration] {
                #expect(try await server.reset(token).errorCode == "FORBIDDEN")
            }
            for token in [reset, registration] {
                #expect(try await server.accept(token).errorCode == "FORBIDDEN")
            }
            for token in [reset, invitation] {
                #expect(try await server.confirm(token).errorCode == "FORBIDDEN")
            }
            for token in [reset, invitation, registration] {
                let shown: [HTTPAnswer] = [
                    try await server.client.send("GET", "/users/me", headers: [("Authorization", "Bearer \(token)")]),
                    try await server.client.send("GET", "/users/me?access_token=\(token)"),
                    try await server.client.send(
                        "GET", "/users/me", headers: [("Cookie", "\(Visitor.sessionCookie)=\(token)")]),
                    try await server.post("/auth/refresh", ["refresh_token": .string(token), "mode": "json"]),
                ]
                for answer in shown { #expect([401, 403].contains(answer.status)) }
            }
            // A refresh token and an access token are no links, either.
            let visitor = try await Visitor(server)
            for token in [visitor.credential, try #require(visitor.accessToken), Fixture.bobToken] {
                #expect(try await server.reset(token).errorCode == "INVALID_TOKEN")
            }
            // None of the attempts has cost the owners their links.
            #expect(try await server.reset(reset).status == 204)
            #expect(try await server.accept(invitation).status == 204)
            #expect(try await server.confirm(registration).status == 302)
        }
    }

    @Test("a token that was changed in any place is none of ours")
    func forged() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let token = try await server.passwordResetToken(Self.alice)
            for index in token.indices {
                var text = token
                text.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
                #expect(try await server.reset(text).errorCode == "INVALID_TOKEN", "\(index)")
            }
            #expect(try await server.reset(token).status == 204)
        }
    }

    @Test("a password that the policy does not take costs nobody his link (D14)", arguments: ["", "short"])
    func weakPassword(password: String) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            try await server.set(["auth_password_policy": "/^.{8,}$/"])
            let token = try await server.passwordResetToken(Self.alice)
            let answer = try await server.reset(token, password)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "FAILED_VALIDATION")
            #expect(password.isEmpty || !answer.text.contains(password))
            #expect(try await server.reset(token).status == 204)
        }
    }

    @Test(
        "attacks 12 and 13: a request is answered alike whoever has the address, and nobody but an active account gets mail",
        arguments: ["nobody", "susp", "inv", "draft", "arch", "unver", "ext"])
    func enumeration(name: String) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let known = try await server.post("/auth/password/request", ["email": .string(Self.alice)])
            let other = try await server.post("/auth/password/request", ["email": .string("\(name)@example.com")])
            #expect(known.status == 204 && other.status == 204)
            #expect(known.body == other.body)
            #expect(
                known.headers.filter { $0.name.lowercased() != "date" }.map(\.value)
                    == other.headers.filter { $0.name.lowercased() != "date" }.map(\.value))
            try await server.outbox.mails(.passwordReset, to: Self.alice, atLeast: 1)
            // The queue is worked off in its order: what is after it has been, too.
            _ = try await server.passwordResetToken("bob@example.com")
            #expect(server.outbox.mails(to: "\(name)@example.com").isEmpty)
        }
    }

    @Test("attack 18: mail goes to the address that is stored, however it is written in the request")
    func storedAddress() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.outbox.token(.passwordReset, to: Self.alice) {
                _ = try await server.post("/auth/password/request", ["email": "ALICE@Example.COM"])
            }
            for look in [
                "alicé@example.com", "аlice@example.com", "alice@example.com.", "alice+a@example.com",
                " alice@example.com",
            ] {
                _ = try await server.post("/auth/password/request", ["email": .string(look)])
            }
            _ = try await server.passwordResetToken("bob@example.com")
            #expect(server.outbox.mails(.passwordReset).count == 2)
        }
    }
}

/// As many good tokens of one purpose as an account may have (D6).
enum OneTimeTokenLimit {
    static let most = 5
}
