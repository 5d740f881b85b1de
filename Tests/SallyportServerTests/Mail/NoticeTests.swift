import SallyportCore
import TestSupport
import Testing

/// What an owner is told that somebody did to his account (security.md 3b, ASVS 6.3.7).
@Suite("Notices")
struct NoticeTests {
    private static let alice = "alice@example.com"

    @Test("a new password is told, whoever has set it")
    func password() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try await Visitor(server)
            let own = try await server.client.send(
                "PATCH", "/users/me", headers: alice.authorization, json: ["password": "set by herself 16"])
            #expect(own.status == 200)
            try await server.outbox.mails(.passwordChanged, to: Self.alice, atLeast: 1)
            let id = try #require(fixture.accounts["alice"])
            _ = try await server.client.send(
                "PATCH", "/users/\(id)", headers: TestServer.asAdministrator, json: ["password": "set by another 17"])
            try await server.outbox.mails(.passwordChanged, to: Self.alice, atLeast: 2)
            try await server.core.administerAccounts.setPassword(
                Password("set beside the server"), of: EmailAddress(Self.alice), in: .team)
            server.core.mailSignal.raise()
            let mails = try await server.outbox.mails(.passwordChanged, to: Self.alice, atLeast: 3)
            for mail in mails {
                #expect(mail.token == nil)
                #expect(!mail.source.contains("16") || !mail.source.contains("herself"))
            }
        }
    }

    @Test("a new address is told to the old one, and so is the password that was set with it")
    func email() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let alice = try await Visitor(server)
            let answer = try await server.client.send(
                "PATCH", "/users/me", headers: alice.authorization,
                json: ["email": "thief@example.com", "password": "set by a thief 18"])
            #expect(answer.status == 200)
            try await server.outbox.mails(.emailChanged, to: Self.alice, atLeast: 1)
            try await server.outbox.mails(.passwordChanged, to: Self.alice, atLeast: 1)
            #expect(server.outbox.mails(to: "thief@example.com").isEmpty)
        }
    }

    @Test("a new way to sign in is told: a static token, another provider")
    func signInMethod() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let id = try #require(fixture.accounts["alice"])
            for (index, change) in [
                ["token": "a static token of Alice's"], ["provider": "github", "external_identifier": "a-1"],
            ].enumerated() as EnumeratedSequence<[JSON]> {
                let answer = try await server.client.send(
                    "PATCH", "/users/\(id)", headers: TestServer.asAdministrator, json: change)
                #expect(answer.status == 200)
                let mails = try await server.outbox.mails(.signInMethodAdded, to: Self.alice, atLeast: index + 1)
                #expect(!mails.contains { $0.source.contains("a static token of") })
            }
        }
    }

    @Test("what changes nothing about signing in, or concerns nobody who can, is not told")
    func silence() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            for (name, change) in [
                ("alice", ["first_name": "Alicia"]), ("alice", ["status": "suspended"]), ("bob", ["token": .null]),
                ("susp", ["password": "set for nobody 19"]), ("draft", ["email": "draft2@example.com"]),
            ] as [(String, JSON)] {
                let id = try #require(fixture.accounts[name])
                let answer = try await server.client.send(
                    "PATCH", "/users/\(id)", headers: TestServer.asAdministrator, json: change)
                #expect(answer.status == 200)
            }
            _ = try await server.passwordResetToken("carol@example.com")
            #expect(server.outbox.mails().count == 1)
        }
    }
}
