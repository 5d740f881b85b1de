import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// Nobody locks himself out, and nobody gets in by a link that was used.
@Suite("The first administrator and the last")
struct AdministratorTests {
    private static let administrator = SetUp.Administrator(
        email: EmailAddress("first@example.com"), password: Password(Fixture.password))

    private func patch(_ changes: JSON, at server: TestServer) async throws -> HTTPAnswer {
        try await server.client.send(
            "PATCH", "/users/me", headers: [("Authorization", "Bearer \(Fixture.administratorToken)")], json: changes)
    }

    @Test(
        "the last administrator cannot give up his role or his status (spec section 2.1)",
        arguments: [["role": .null], ["status": "suspended"], ["status": "archived"]] as [JSON])
    func last(changes: JSON) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await patch(changes, at: server)
            #expect(answer.status == 422)
            #expect(answer.errorCode == "UNPROCESSABLE_CONTENT")
            #expect(
                answer.json["errors"]?.array?.first?["message"]
                    == "Can't process content. Cannot remove the last admin user from the system.")
            #expect(try await patch(["first_name": "Still"], at: server).status == 200)
        }
    }

    @Test("with another active administrator, he can")
    func notLast() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.core.administerAccounts.create(
                EmailAddress("second@example.com"), password: Password(Fixture.password), role: "Administrator",
                staticToken: nil, in: .team)
            #expect(try await patch(["role": .null], at: server).status == 200)
        }
    }

    @Test("the first account can be an administrator made by the command line, before any set-up")
    func commandLine() async throws {
        try await TestServer.run { server in
            _ = try await server.core.administerAccounts.create(
                EmailAddress("first@example.com"), password: Password(Fixture.password), role: "Administrator",
                staticToken: nil, in: .team)
            let visitor = try await Visitor(server, email: "first@example.com")
            #expect(try await visitor.readSelf().json["data"]?["token"] == .null)
        }
    }

    @Test("a used set-up link stays dead, though the last account is deleted")
    func spentLink() async throws {
        try await TestServer.run { server in
            let token = server.installation.setUpToken.reveal()
            try await server.core.setUp(Self.administrator, token: token, client: Client())
            try await server.core.administerAccounts.delete(EmailAddress("first@example.com"), in: .team)
            await #expect(throws: AccountFailure.self) {
                try await server.core.setUp(Self.administrator, token: token, client: Client())
            }
        }
    }
}
