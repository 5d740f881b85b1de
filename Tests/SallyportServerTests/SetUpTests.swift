import Foundation
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// D25; Directus spec section 2.7, "First set-up".
@Suite("Making the first administrator")
struct SetUpTests {
    /// What goes wrong without the right token, before anything else is looked at.
    @Test(
        "without the token of the link nobody gets in",
        arguments: [
            ["admin": admin], ["token": .null, "admin": admin], ["token": "", "admin": admin],
            ["token": 1, "admin": admin],
            ["token": "wrong", "admin": admin], ["token": ["wrong"], "admin": admin], ["token": "wrong"], [:],
            ["token": "wrong", "admin": ["email": "no address", "password": ""]],
        ] as [JSON])
    func withoutToken(_ body: JSON) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("POST", "/server/setup", json: body)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "FORBIDDEN")
            #expect(try await server.core.setUp.isOpen())
        }
    }

    @Test("a token that is nearly right is wrong")
    func nearlyRight() async throws {
        try await TestServer.run { server in
            let token = server.installation.setUpToken.reveal()
            for wrong in [
                String(token.dropLast()), token + "A",
                token.lowercased() == token ? token.uppercased() : token.lowercased(), " " + token,
            ] {
                let answer = try await server.setUp(token: wrong)
                #expect(answer.status == 403)
            }
            #expect(try await server.core.setUp.isOpen())
        }
    }

    @Test("the right token makes the administrator, once")
    func once() async throws {
        try await TestServer.run { server in
            let first = try await server.setUp()
            #expect(first.status == 204)
            #expect(first.body.isEmpty)
            #expect(try await server.signInAsAdministrator().status == 200)
            let visitor = try await server.administrator()
            let health = try await server.client.send("GET", "/server/health", headers: visitor.authorization)
            #expect(health.json["checks"] != nil)
            let account = try await visitor.readSelf().json["data"]
            #expect(account?["first_name"] == "Ada")
            #expect(account?["last_name"] == "Lovelace")

            let second = try await server.setUp(email: "eve@example.com")
            #expect(second.status == 403)
            #expect(second.errorCode == "FORBIDDEN")
            #expect(try await server.core.administerAccounts.list(.team).count == 1)
        }
    }

    @Test("of twenty at once one makes the administrator")
    func race() async throws {
        try await TestServer.run { server in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<20 {
                    tasks.addTask { try await server.setUp(email: "racer\(number)@example.com").status }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [204] + Array(repeating: 403, count: 19))
            #expect(try await server.core.administerAccounts.list(.team).count == 1)
        }
    }

    @Test("the token opens nothing once there is an account, however it was made")
    func closedByAccount() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            #expect(try await server.setUp(email: "eve@example.com").status == 403)
            let page = try await server.client.send(
                "GET", "/admin/setup?token=\(server.installation.setUpToken.reveal())")
            #expect(page.status == 403)
        }
    }

    @Test("the administrator that ADMIN_EMAIL names is made while there is no account, and not again")
    func bootstrap() async throws {
        let environment = [
            "ADMIN_EMAIL": TestServer.administratorEmail, "ADMIN_PASSWORD": Fixture.password,
            "ADMIN_TOKEN": Fixture.administratorToken,
        ]
        let administrator = try #require(try ServerConfiguration(environment: environment).administrator)
        try await TestServer.run { server in
            #expect(try await server.installation.bootstrap(administrator))
            #expect(try await server.signInAsAdministrator().status == 200)
            let health = try await server.client.send("GET", "/server/health", headers: TestServer.asAdministrator)
            #expect(health.json["checks"] != nil)

            var another = administrator
            another.email = EmailAddress("eve@example.com")
            #expect(try await !server.installation.bootstrap(another))
            #expect(try await server.core.administerAccounts.list(.team).count == 1)
            #expect(try await server.setUp(email: "eve@example.com").status == 403)
        }
    }

    @Test("a token of an earlier start is worth nothing")
    func earlierStart() async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let token = try await TestServer.run(folder: folder) { $0.installation.setUpToken }
        try await TestServer.run(folder: folder) { server async throws in
            #expect(try await server.setUp(token: token.reveal()).status == 403)
            #expect(try await server.setUp().status == 204)
        }
    }

    @Test(
        "with the right token, what is wrong with the body is told",
        arguments: [
            (.null, "INVALID_PAYLOAD"), ([:], "INVALID_PAYLOAD"), (["email": "a@example.com"], "INVALID_PAYLOAD"),
            (["email": 5, "password": "x"], "INVALID_PAYLOAD"),
            (["email": "a@example.com", "password": 5], "INVALID_PAYLOAD"),
            (["email": "no address", "password": "x"], "FAILED_VALIDATION"),
            (["email": "a@example.com", "password": ""], "FAILED_VALIDATION"),
        ] as [(JSON, String)])
    func wrongBody(admin: JSON, code: String) async throws {
        try await TestServer.run { server in
            let token = server.installation.setUpToken.reveal()
            let answer = try await server.client.send(
                "POST", "/server/setup", json: ["token": .string(token), "admin": admin])
            #expect(answer.status == 400)
            #expect(answer.errorCode == code)
            #expect(try await server.core.setUp.isOpen())
        }
    }

    @Test("the link leads to a form, which makes the administrator")
    func form() async throws {
        try await TestServer.run { server in
            let token = server.installation.setUpToken.reveal()
            let page = try await server.client.send("GET", "/admin/setup?token=\(token)")
            #expect(page.status == 200)
            #expect(page["Content-Type"] == "text/html; charset=utf-8")
            #expect(page.text.contains(#"name="token" value="\#(token)""#))
            #expect(page.text.contains(#"name="password" type="password""#))
            #expect(page.text.contains(#"<form method="post""#))
            #expect(!page.text.contains("<script"))

            let answer = try await server.submit([
                "token": token, "email": "admin@example.com", "password": Fixture.password,
            ])
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(!answer.text.contains(Fixture.password))
            #expect(!answer.text.contains(token))
            #expect(try await server.signInAsAdministrator().status == 200)

            #expect(
                try await server.submit(["token": token, "email": "eve@example.com", "password": "x"]).status == 403)
            #expect(try await server.client.send("GET", "/admin/setup?token=\(token)").status == 403)
        }
    }

    @Test(
        "the page shows nothing to whoever has not the link",
        arguments: ["", "?token=", "?token=wrong", "?token=%22%3E%3Cscript%3E"])
    func pageWithoutToken(_ query: String) async throws {
        try await TestServer.run { server in
            let page = try await server.client.send("GET", "/admin/setup" + query)
            #expect(page.status == 403)
            #expect(!page.text.contains("<form"))
            #expect(!page.text.contains("<script"))
            #expect(!page.text.contains(server.installation.setUpToken.reveal()))
        }
    }

    @Test(
        "a hostile address is shown as text",
        arguments: [
            #""><script>alert(1)</script>"#, "'><img src=x onerror=alert(1)>@example.com",
            "</style><script>@example.com",
            "{{token}}{{{password}}}", "a&lt;b@example",
        ])
    func hostileAddress(_ email: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.submit([
                "token": server.installation.setUpToken.reveal(), "email": email, "password": "hidden-password",
            ])
            #expect(answer.status == 400)
            #expect(answer["Content-Type"] == "text/html; charset=utf-8")
            #expect(!answer.text.contains("<script"))
            #expect(!answer.text.contains("<img"))
            #expect(!answer.text.contains("hidden-password"))
            let escaped = email.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                .replacing("\"", with: "&quot;")
            let field = try #require(answer.text.split(separator: "value=\"").last)
            #expect(field.prefix { $0 != "\"" }.replacing("&#39;", with: "'") == escaped)
            #expect(try await server.core.setUp.isOpen())
        }
    }

    @Test("a hostile address that is one is shown as text, too")
    func hostileButValidAddress() async throws {
        try await TestServer.run { server in
            let answer = try await server.submit([
                "token": server.installation.setUpToken.reveal(), "email": "o'hara&sons{{x}}@example.com",
                "password": "pw",
            ])
            #expect(answer.status == 200)
            #expect(answer.text.contains("&amp;sons{{x}}@example.com"))
            #expect(!answer.text.contains("&sons"))
        }
    }

    private static let admin: JSON = ["email": "eve@example.com", "password": "eve's own"]
}

extension TestServer {
    fileprivate func setUp(token: String? = nil, email: String = administratorEmail) async throws -> HTTPAnswer {
        try await client.send(
            "POST", "/server/setup",
            json: [
                "token": .string(token ?? installation.setUpToken.reveal()),
                "admin": [
                    "email": .string(email), "password": .string(Fixture.password), "first_name": "Ada",
                    "last_name": "Lovelace",
                ],
            ])
    }

    /// Sends the form of the page.
    fileprivate func submit(_ fields: [String: String]) async throws -> HTTPAnswer {
        var unreserved = CharacterSet.alphanumerics
        unreserved.insert(charactersIn: "-._~")
        let body = fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")"
        }
        return try await client.send(
            "POST", "/admin/setup", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(body.joined(separator: "&").utf8))
    }
}
