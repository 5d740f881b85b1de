import SallyportCore
import TestSupport
import Testing

/// Where links lead (attacks 27 and 28 of security.md 3f).
@Suite("Links in mails")
struct MailLinkTests {
    private static let environment = [
        "PASSWORD_RESET_URL_ALLOW_LIST": "https://app.example.com/reset, myapp://reset, http://127.0.0.1:9000/reset",
        "USER_INVITE_URL_ALLOW_LIST": "https://app.example.com/invite",
        "USER_REGISTER_URL_ALLOW_LIST": "https://app.example.com/verify",
        "PUBLIC_URL": "https://auth.example.com/auth",
    ]

    /// Addresses that look as if they were the listed one, to one parser or another.
    static let tricks = [
        "https://evil.example/reset", "//app.example.com/reset", "//evil.example", "/reset", "reset", "https:evil",
        #"\\evil.example/reset"#, #"https:\\app.example.com\reset"#, #"https://app.example.com\@evil.example/reset"#,
        "javascript:alert(1)", "javascript://app.example.com/reset", "data:text/html,x",
        "https://app.example.com@evil.example/reset", "https://user:pass@app.example.com/reset",
        "https://app.example.com.evil.example/reset", "https://evilapp.example.com/reset",
        "https://app.example.com:444/reset", "http://app.example.com/reset", "https://app.example.com/reset/",
        "https://app.example.com/reset/../evil", "https://app.example.com/evil/../reset",
        "https://app.example.com/%72eset", "https://app.example.com%2Freset", "https://app.example.com/reset%00",
        "https://app.example.com/reset\r\nBcc: eve@evil.example", "https://app.example.com/reset\u{0}",
        "https://app.example.com/reset?x=\"><script>", "https://app.exampIe.com/reset", "https://аpp.example.com/reset",
        "https://xn--pp-7kc.example.com/reset", "https://app.example.com /reset", " https://app.example.com/reset",
        "evil://reset", "myapp://reset/evil", "myapp://evil", "myapp:reset", "MYAPP2://reset", "https://", "",
        "https://app.example.com", "https://app.example.com//reset",
    ]

    @Test("attack 27: a link leads to a listed address, or nowhere", arguments: tricks)
    func refused(url: String) async throws {
        try await TestServer.run(Self.environment) { server in
            let fixture = try await Fixture.make(on: server)
            try await server.set(["public_registration": true])
            let mails = server.outbox.mails().count
            guard !url.isEmpty else {
                // As in the original, an empty one is none.
                let token = try await server.outbox.token(.passwordReset, to: "alice@example.com") {
                    let answer = try await server.post(
                        "/auth/password/request", ["email": "alice@example.com", "reset_url": ""])
                    #expect(answer.status == 204)
                }
                #expect(!token.isEmpty)
                return
            }
            let answers = [
                try await server.post(
                    "/auth/password/request", ["email": "alice@example.com", "reset_url": .string(url)]),
                try await server.post(
                    "/users/invite",
                    [
                        "email": "guest@example.com", "role": .string(fixture.member.rawValue),
                        "invite_url": .string(url),
                    ], headers: TestServer.asAdministrator),
                try await server.post(
                    "/users/register",
                    [
                        "email": "new@example.com", "password": .string(TestServer.newPassword),
                        "verification_url": .string(url),
                    ]),
            ]
            for answer in answers {
                #expect(answer.status == 400)
                #expect(answer.errorCode == "INVALID_PAYLOAD")
            }
            #expect(server.outbox.mails().count == mails)
        }
    }

    @Test(
        "a listed address may have a query and a fragment of its own; the token stands in its query, once",
        arguments: [
            ("https://app.example.com/reset", "https://app.example.com/reset?token=T"),
            ("https://app.example.com/reset?lang=de&token=old", "https://app.example.com/reset?lang=de&token=T"),
            ("https://app.example.com/reset?%74oken=old", "https://app.example.com/reset?token=T"),
            ("HTTPS://APP.example.com:443/reset#/form", "https://app.example.com/reset?token=T#/form"),
            ("myapp://reset", "myapp://reset?token=T"), ("myapp://reset?a=1", "myapp://reset?a=1&token=T"),
            ("http://127.0.0.1:9000/reset", "http://127.0.0.1:9000/reset?token=T"),
        ])
    func listed(url: String, link: String) async throws {
        try await TestServer.run(Self.environment) { server in
            _ = try await Fixture.make(on: server)
            let token = try await server.passwordResetToken("alice@example.com", url: url)
            let mail = try #require(server.outbox.mails(.passwordReset, to: "alice@example.com").first)
            #expect(mail.link == link.replacing("=T", with: "=\(token)"))
        }
    }

    @Test(
        "attack 28: links come from PUBLIC_URL, whatever a request says that it came to",
        arguments: [
            "Host", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Server", "X-Original-URL", "Origin", "Referer",
        ])
    func host(header: String) async throws {
        try await TestServer.run(Self.environment) { server in
            let fixture = try await Fixture.make(on: server)
            try await server.set(["public_registration": true])
            let value =
                header == "Forwarded" ? "host=evil.example" : header == "Host" ? "evil.example" : "https://evil.example"
            let evil = [(header, value)]
            _ = try await server.post("/auth/password/request", ["email": "alice@example.com"], headers: evil)
            _ = try await server.post(
                "/users/invite", ["email": "guest@example.com", "role": .string(fixture.member.rawValue)],
                headers: TestServer.asAdministrator + evil)
            _ = try await server.post(
                "/users/register", ["email": "new@example.com", "password": .string(TestServer.newPassword)],
                headers: evil)
            let expected: [(Letter.Kind, String, String)] = [
                (.passwordReset, "alice@example.com", "/admin/reset-password"),
                (.invitation, "guest@example.com", "/admin/accept-invite"),
                (.registration, "new@example.com", "/admin/verify-email"),
            ]
            for (kind, address, path) in expected {
                let mail = try #require(try await server.outbox.mails(kind, to: address, atLeast: 1).first)
                let link = try #require(mail.link)
                #expect(link.hasPrefix("https://auth.example.com/auth\(path)?token="))
                #expect(!mail.source.contains("evil.example"))
            }
        }
    }
}
