import SallyportCore
import TestSupport
import Testing

/// What ends a session, ends all of it (design section 5, "Ending"; attacks 5, 6 and 8 of security.md 3f).
@Suite("Ending a session")
struct SessionEndTests {
    /// What an account's owner or an administrator does that ends its sessions.
    enum Ending: String, CaseIterable {
        case signOut, suspension, deletion, newPassword
    }

    @Test(
        "attack 6: after an ending nothing of the session is accepted", arguments: TokenMode.allCases, Ending.allCases)
    func everythingDies(mode: TokenMode, ending: Ending) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server, mode)
            #expect(try await visitor.readSelf().status == 200)
            let alice = EmailAddress("alice@example.com")
            switch ending {
            case .signOut: #expect(try await visitor.signOut().status == 204)
            case .suspension: try await server.core.administerAccounts.setStatus(.suspended, of: alice, in: .team)
            case .deletion: try await server.core.administerAccounts.delete(alice, in: .team)
            case .newPassword:
                try await server.core.administerAccounts.setPassword(Password("another horse 9"), of: alice, in: .team)
            }
            let access = try await visitor.readSelf()
            #expect(access.status == 401)
            #expect(access.errorCode == "INVALID_CREDENTIALS")
            let refresh = try await visitor.refreshing()
            #expect(refresh.status == 401)
            #expect(refresh.errorCode == "INVALID_CREDENTIALS")
        }
    }

    @Test("every status but active ends the sessions", arguments: Account.Status.allCases.filter { $0 != .active })
    func statuses(status: Account.Status) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            let alice = EmailAddress("alice@example.com")
            try await server.core.administerAccounts.setStatus(status, of: alice, in: .team)
            #expect(try await visitor.readSelf().status == 401)
            // Activating the account again revives nothing.
            try await server.core.administerAccounts.setStatus(.active, of: alice, in: .team)
            #expect(try await visitor.readSelf().status == 401)
            #expect(try await visitor.refreshing().status == 401)
        }
    }

    @Test("rule 5.4: any genuine token signs out: a superseded one, an expired cookie", arguments: TokenMode.allCases)
    func anyGenuineTokenSignsOut(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let old = try await Visitor(server, mode)
            var current = old
            try await current.refresh()
            server.clock.advance(by: .seconds(86_400 - 60))
            #expect(try await current.refresh().status == 200)
            server.clock.advance(by: .seconds(120))
            #expect(try await old.signOut().status == 204)
            #expect(try await current.readSelf().status == 401)
            #expect(try await current.refreshing().status == 401)
            // Once more is no error.
            #expect(try await old.signOut().status == 204)
        }
    }

    @Test("signing out ends this session, not the others")
    func othersLive() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let one = try await Visitor(server)
            let other = try await Visitor(server, .session)
            #expect(try await one.signOut().status == 204)
            #expect(try await other.readSelf().status == 200)
            #expect(try await other.refreshing().status == 200)
        }
    }

    @Test(
        "D17: who changes his own password or address stays signed in, everybody else does not",
        arguments: TokenMode.allCases)
    func ownChange(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            var visitor = try await Visitor(server, mode)
            let elsewhere = try await TokenMode.allCases.asyncMap { try await Visitor(server, $0) }
            let changes: [JSON] = [["password": "another horse 9"], ["email": "alicia@example.com"]]
            for change in changes {
                let answer = try await server.client.send(
                    "PATCH", "/users/me", headers: visitor.authorization, json: change)
                #expect(answer.status == 200)
                for other in elsewhere {
                    #expect(try await other.readSelf().status == 401)
                    #expect(try await other.refreshing().status == 401)
                }
                #expect(try await visitor.readSelf().status == 200)
                #expect(try await visitor.refresh().status == 200)
            }
            let again = try await Visitor(server, mode, email: "alicia@example.com", password: "another horse 9")
            #expect(try await again.readSelf().status == 200)
        }
    }

    @Test("a change that concerns no credential ends nothing")
    func harmlessChange() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            let other = try await Visitor(server, .session)
            let answer = try await server.client.send(
                "PATCH", "/users/me", headers: visitor.authorization, json: ["first_name": "Alicia"])
            #expect(answer.status == 200)
            #expect(answer.json["data"]?["first_name"] == "Alicia")
            #expect(try await other.readSelf().status == 200)
        }
    }

    @Test(
        "attack 8: whatever cookie is there before signing in, the session is a new one", arguments: TokenMode.allCases)
    func fixation(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let attacker = try await Visitor(server, mode, email: "carol@example.com")
            let name = mode == .session ? Visitor.sessionCookie : Visitor.refreshCookie
            let answer = try await server.client.send(
                "POST", "/auth/login", headers: [("Cookie", "\(name)=\(attacker.credential)")],
                json: [
                    "email": "alice@example.com", "password": .string(Fixture.password), "mode": .string(mode.rawValue),
                ])
            #expect(answer.status == 200)
            let credential = try #require(Visitor.credential(of: answer, mode))
            #expect(credential != attacker.credential)
            // What the attacker knows opens his own account still, and not the victim's.
            #expect(try await attacker.readSelf().json["data"]?["email"] == "carol@example.com")
        }
    }

    @Test("a sign-in whose password changes while it is verified opens no session")
    func changeDuringSignIn() async throws {
        let gate = GatedHasher()
        try await TestServer.run(passwords: gate) { server in
            _ = try await Fixture.make(on: server)
            gate.onVerify = {
                try? await server.core.administerAccounts.setPassword(
                    Password("another horse 9"), of: EmailAddress("alice@example.com"), in: .team)
            }
            await #expect(throws: Visitor.Refused.self) { _ = try await Visitor(server) }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
