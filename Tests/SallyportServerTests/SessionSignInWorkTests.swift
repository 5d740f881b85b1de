import SallyportCore
import TestSupport
import Testing

/// Equal work (design section 6; point 6 of the sign-in issue): one hash, whoever is asked for.
@Suite("The work of a sign-in")
struct SignInWorkTests {
    @Test(
        "unknown, wrong, suspended, password-less and foreign accounts cost one verification each, and answer alike",
        arguments: ["nobody", "alice", "susp", "inv", "draft", "arch", "unver", "ext", "nopassword"])
    func oneHash(name: String) async throws {
        let hasher = CountingHasher()
        try await TestServer.run(passwords: hasher) { server in
            _ = try await Fixture.make(on: server)
            try await server.vault.write(.relaxed) { transaction in
                try transaction.insert(
                    Account(
                        id: Account.ID(rawValue: "00000000-0000-4000-8000-0000000000ff"), realm: .team,
                        email: EmailAddress("nopassword@example.com")),
                    profile: Profile(), at: try transaction.now)
            }
            let hashes = hasher.hashes
            let verifications = hasher.verifications
            let answer = try await server.client.send(
                "POST", "/auth/login", json: ["email": .string("\(name)@example.com"), "password": "wrong horse 9"])
            #expect(hasher.verifications == verifications + 1)
            #expect(hasher.hashes == hashes)
            let unknown = try await server.client.send(
                "POST", "/auth/login", json: ["email": "other@example.com", "password": "wrong horse 9"])
            #expect(answer.status == 401)
            #expect(answer.body == unknown.body)
            #expect(
                answer.headers.filter { $0.name != "Date" }.map(\.name)
                    == unknown.headers.filter { $0.name != "Date" }.map(\.name))
        }
    }

    @Test("a failed sign-in leaves a row, with nothing of the password (D19)")
    func trace() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            _ = try await server.client.send(
                "POST", "/auth/login", json: ["email": "alice@example.com", "password": "wrong horse 9"])
            _ = try await Visitor(server).signOut()
            #expect(try await server.actions(of: alice) == ["create", "login_failed", "login", "logout"])
        }
    }

    @Test("an account of another realm is nobody at this door")
    func realms() async throws {
        try await TestServer.run { server in
            _ = try await server.core.administerAccounts.create(
                EmailAddress("shopper@example.com"), password: Password(Fixture.password), role: nil,
                staticToken: Secret("a-token-of-the-store"), in: .store)
            await #expect(throws: Visitor.Refused.self) { _ = try await Visitor(server, email: "shopper@example.com") }
            let answer = try await server.client.send(
                "GET", "/users/me", headers: [("Authorization", "Bearer a-token-of-the-store")])
            #expect(answer.status == 401)
            #expect(answer.errorCode == "INVALID_CREDENTIALS")
        }
    }
}
