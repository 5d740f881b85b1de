import SallyportCore
import TestSupport
import Testing

/// Invitations (Directus spec section 2.3; D6, D7).
@Suite("Inviting people")
struct InvitationTests {
    private static let guest = "guest@example.com"

    @Test("an invited account cannot sign in until its owner has chosen a password; then it can, with the role")
    func accept() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let token = try await server.invitationToken(Self.guest, role: fixture.member)
            #expect(try await server.signIn(Self.guest, TestServer.newPassword).status == 401)
            #expect(try await server.accept(token).status == 204)
            let visitor = try await Visitor(server, email: Self.guest, password: TestServer.newPassword)
            #expect(try await visitor.readSelf().json["data"]?["role"]?.string == fixture.member.rawValue)
            let again = try await server.accept(token, "somebody else 11")
            #expect(again.status == 400)
            #expect(again.errorCode == "INVALID_INVITE")
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test("attack 26: of twenty who accept at once, one chooses the password")
    func race() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let token = try await server.invitationToken(Self.guest, role: fixture.member)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for index in 0..<20 {
                    tasks.addTask { try await server.accept(token, "password number \(index)").status }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 204 }.count == 1)
            #expect(statuses.filter { $0 == 400 }.count == 19)
        }
    }

    @Test("an invitation is good for USER_INVITE_TOKEN_TTL, to the millisecond")
    func expiry() async throws {
        try await TestServer.run(["USER_INVITE_TOKEN_TTL": "2h"]) { server in
            let fixture = try await Fixture.make(on: server)
            let token = try await server.invitationToken(Self.guest, role: fixture.member)
            server.clock.advance(by: .seconds(7200))
            #expect(try await server.accept(token).errorCode == "TOKEN_EXPIRED")
            server.clock.advance(by: .milliseconds(-1))
            #expect(try await server.accept(token).status == 204)
        }
    }

    @Test("an address that was invited before gets another mail and the new role; others hear nothing")
    func again() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let role = try await server.post("/roles", ["name": "Editor"], headers: TestServer.asAdministrator)
            let editor = Role.ID(rawValue: try #require(role.json["data"]?["id"]?.string))
            let first = try await server.invitationToken(Self.guest, role: fixture.member)
            let second = try await server.invitationToken(Self.guest, role: editor)
            #expect(first != second)
            for address in ["alice@example.com", "susp@example.com", "ext@example.com"] {
                let answer = try await server.post(
                    "/users/invite", ["email": .string(address), "role": .string(editor.rawValue)],
                    headers: TestServer.asAdministrator)
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
            }
            _ = try await server.invitationToken("last@example.com", role: editor)
            for address in ["alice@example.com", "susp@example.com", "ext@example.com"] {
                #expect(server.outbox.mails(to: address).isEmpty)
            }
            // Either link does.
            #expect(try await server.accept(first).status == 204)
            let visitor = try await Visitor(server, email: Self.guest, password: TestServer.newPassword)
            #expect(try await visitor.readSelf().json["data"]?["id"] != nil)
            let alice = try await Visitor(server)
            #expect(try await alice.readSelf().json["data"]?["role"]?.string == fixture.member.rawValue)
            #expect(try await server.accept(second).errorCode == "INVALID_INVITE")
        }
    }

    @Test("D7: who may not make accounts invites nobody, be it again, and no link leads where none may")
    func permissions() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            _ = try await server.invitationToken(Self.guest, role: fixture.member)
            let alice = try await Visitor(server)
            let nobody = try await server.post(
                "/users/invite", ["email": [], "role": .string(fixture.member.rawValue)])
            #expect(nobody.status == 403)
            let body: JSON = ["email": .string(Self.guest), "role": .string(fixture.member.rawValue)]
            for headers in [[], alice.authorization, [("Authorization", "Bearer \(Fixture.bobToken)")]] {
                let answer = try await server.post("/users/invite", body, headers: headers)
                #expect(answer.status == 403)
                #expect(answer.errorCode == "FORBIDDEN")
            }
            let evil = try await server.post(
                "/users/invite",
                [
                    "email": .string(Self.guest), "role": .string(fixture.member.rawValue),
                    "invite_url": "https://evil.example/",
                ], headers: TestServer.asAdministrator)
            #expect(evil.status == 400)
            _ = try await server.invitationToken("last@example.com", role: fixture.member)
            #expect(server.outbox.mails(.invitation, to: Self.guest).count == 1)
        }
    }

    @Test("several addresses are invited together, or none of them")
    func several() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let missing = try await server.post(
                "/users/invite",
                ["email": ["one@example.com", "two@example.com"], "role": "00000000-0000-4000-8000-000000000000"],
                headers: TestServer.asAdministrator)
            #expect(missing.status == 400)
            let found = try await server.client.send(
                "GET", "/users?filter[email][_in]=one@example.com,two@example.com", headers: TestServer.asAdministrator)
            #expect(found.json["data"]?.array?.isEmpty == true)
            let answer = try await server.post(
                "/users/invite",
                ["email": ["one@example.com", "two@example.com"], "role": .string(fixture.member.rawValue)],
                headers: TestServer.asAdministrator)
            #expect(answer.status == 204)
            for address in ["one@example.com", "two@example.com"] {
                let mail = try await server.outbox.mails(.invitation, to: address, atLeast: 1)
                #expect(mail.count == 1)
            }
        }
    }

    @Test(
        "what is wrong with a body is said in the original's words",
        arguments: [
            (#"{}"#, #""email" is required"#), (#"{"email": 5}"#, #""email" must be one of [string, array]"#),
            (#"{"email": ""}"#, #""email" is not allowed to be empty"#),
            (#"{"email": "nope"}"#, #""email" must be a valid email"#),
            (#"{"email": ["a@example.com", "nope"]}"#, #""email[1]" must be a valid email"#),
            (#"{"email": "a@example.com"}"#, #""role" is required"#),
            (#"{"email": "a@example.com", "role": "x"}"#, #""role" must be a valid GUID"#),
            (
                #"{"email": "a@example.com", "role": "be52aa3e-0cc6-4be1-ad17-8b92f72dfcdd", "invite_url": "x y"}"#,
                #""invite_url" must be a valid uri"#
            ),
            (
                #"{"email": "a@example.com", "role": "be52aa3e-0cc6-4be1-ad17-8b92f72dfcdd", "status": "active"}"#,
                #""status" is not allowed"#
            ),
        ])
    func bodies(body: String, reason: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send(
                "POST", "/users/invite", headers: TestServer.asAdministrator + [("Content-Type", "application/json")],
                body: Array(body.utf8))
            #expect(answer.status == 400)
            #expect(answer.json["errors"]?.array?.first?["extensions"]?["reason"]?.string == reason)
        }
    }
}
