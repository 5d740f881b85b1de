import SallyportCore
import TestSupport
import Testing

/// Attack 35: what a page of another site can make a browser send without asking first.
@Suite("Forms of other sites")
struct CSRFTests {
    /// The content types of a form, and none: what goes without a preflight (Fetch standard, CORS-safelisted).
    private static let simple = [
        "text/plain", "text/plain;charset=utf-8; application/json", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", nil,
    ]

    @Test("signs nobody in", arguments: simple, TokenMode.allCases)
    func signIn(type: String?, mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let body: JSON = [
                "email": .string(TestServer.administratorEmail), "password": .string(Fixture.password),
                "mode": .string(mode.rawValue),
            ]
            let answer = try await server.client.send(
                "POST", "/auth/login", headers: Self.headers(type, origin: "https://evil.example"), body: body.bytes)
            #expect(answer.status == 400)
            #expect(answer.errorCode == "INVALID_PAYLOAD")
            #expect(answer["Set-Cookie"] == nil)
            #expect(!answer.text.contains("token"))
        }
    }

    @Test("a form with the fields of a sign-in signs nobody in")
    func formFields() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send(
                "POST", "/auth/login", headers: Self.headers("application/x-www-form-urlencoded", origin: "null"),
                body: Array("email=admin%40example.com&password=correct+horse+9&mode=session".utf8))
            #expect(answer.status == 400)
            #expect(answer["Set-Cookie"] == nil)
        }
    }

    @Test("changes no account, although the browser sends the session's cookie", arguments: simple)
    func change(type: String?) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(.session)
            let body: JSON = ["first_name": "Mallory", "password": "mallory's own", "email": "mallory@example.com"]
            _ = try await server.client.send(
                "PATCH", "/users/me",
                headers: visitor.authorization + Self.headers(type, origin: "https://evil.example"), body: body.bytes)
            let account = try await visitor.readSelf().json["data"]
            #expect(account?["first_name"] == .null)
            #expect(account?["email"] == .string(TestServer.administratorEmail))
            #expect(try await server.signInAsAdministrator().status == 200)
        }
    }

    @Test("refreshes no session and ends none, although the browser sends the session's cookie", arguments: simple)
    func session(type: String?) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(.session)
            for path in ["/auth/refresh", "/auth/logout"] {
                let answer = try await server.client.send(
                    "POST", path,
                    headers: visitor.authorization + Self.headers(type, origin: "https://sub.app.example"),
                    body: Array(#"{"mode":"session"}"#.utf8))
                #expect(answer.status == 400)
                #expect(answer.errorCode == "INVALID_PAYLOAD")
                #expect(answer["Set-Cookie"] == nil)
            }
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test(
        "a link does nothing: no GET signs in, refreshes or signs out",
        arguments: ["/auth/login", "/auth/refresh", "/auth/logout", "/server/setup"], ["GET", "HEAD"])
    func link(path: String, method: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(.session)
            let query = "?email=admin@example.com&password=correct%20horse%209&mode=session"
            let answer = try await server.client.send(method, path + query, headers: visitor.authorization)
            #expect(answer.status == 404)
            #expect(answer["Set-Cookie"] == nil)
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test(
        "another site may not ask for what needs a preflight, with or without CORS for others",
        arguments: ["", "https://app.example"])
    func preflight(_ allowed: String) async throws {
        try await TestServer.run(["CORS_ENABLED": "true", "CORS_ORIGIN": allowed]) { server in
            for origin in ["https://evil.example", "null", "https://sub.app.example"] {
                let answer = try await server.client.send(
                    "OPTIONS", "/users/me",
                    headers: [("Origin", origin), ("Access-Control-Request-Method", "PATCH")])
                #expect(answer["Access-Control-Allow-Origin"] == nil)
            }
        }
    }

    private static func headers(_ type: String?, origin: String) -> [(String, String)] {
        [("Origin", origin), ("Sec-Fetch-Site", "cross-site")] + (type.map { [("Content-Type", $0)] } ?? [])
    }
}
