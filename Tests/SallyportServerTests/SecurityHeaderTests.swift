import SallyportCore
import TestSupport
import Testing

/// Attacks 36 and 37; Directus spec sections 1.2 and 3.5; D10, D11, D18.
@Suite("What protects a browser")
struct SecurityHeaderTests {
    /// As the original sends it (recording `providers/get`).
    private static let policy = """
        script-src 'self' 'unsafe-eval';worker-src 'self' blob:;child-src 'self' blob:;\
        img-src 'self' data: blob: https://raw.githubusercontent.com https://avatars.githubusercontent.com;\
        media-src 'self';connect-src 'self' https://* wss://*;default-src 'self';base-uri 'self';\
        font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';object-src 'none';\
        script-src-attr 'none';style-src 'self' https: 'unsafe-inline'
        """

    @Test(
        "attack 37: every answer bears the headers, good or bad, data or page",
        arguments: [
            ("GET", "/server/ping", 200), ("GET", "/server/info", 200), ("GET", "/auth", 200), ("GET", "/nowhere", 404),
            ("GET", "/users/me", 401), ("POST", "/auth/login", 400), ("POST", "/auth/logout", 400), ("GET", "/", 302),
            ("GET", "/admin", 200), ("GET", "/admin/setup", 403), ("GET", "/admin/nowhere", 404),
            ("HEAD", "/admin", 200),
            ("OPTIONS", "/auth/login", 200), ("POST", "/server/setup", 403), ("GET", "/users/me?access_token=x", 401),
        ])
    func everywhere(method: String, path: String, status: Int) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(method, path)
            #expect(answer.status == status)
            #expect(answer.all("Content-Security-Policy") == [Self.policy])
            #expect(answer.all("Cross-Origin-Opener-Policy") == ["same-origin-allow-popups"])
            #expect(answer.all("X-Content-Type-Options") == ["nosniff"])
            #expect(answer.all("Referrer-Policy") == ["no-referrer"])
            #expect(answer["Strict-Transport-Security"] == nil)
        }
    }

    @Test("HSTS is sent when it is on, on errors too", arguments: ["/server/ping", "/nowhere", "/admin"])
    func strictTransportSecurity(_ path: String) async throws {
        try await TestServer.run(["HSTS_ENABLED": "true", "HSTS_MAX_AGE": "60"]) { server in
            let answer = try await server.client.send("GET", path)
            #expect(answer.all("Strict-Transport-Security") == ["max-age=60; includeSubDomains"])
        }
    }

    @Test("D18: nobody stores an answer that carries tokens", arguments: TokenMode.allCases)
    func tokensAreNotStored(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            #expect(try await server.signInAsAdministrator(mode: mode)["Cache-Control"] == "no-store")
            let visitor = try await server.administrator(mode)
            #expect(try await visitor.refreshing()["Cache-Control"] == "no-store")
        }
    }

    @Test("nobody stores a page of the set-up", arguments: ["/admin", "/admin/setup", "/admin/setup?token=x"])
    func pagesAreNotStored(_ path: String) async throws {
        try await TestServer.run { server async throws in
            #expect(try await server.client.send("GET", path)["Cache-Control"] == "no-store")
        }
    }

    @Test(
        "other answers are asked for anew each time",
        arguments: ["/auth", "/server/info", "/server/health", "/users/me"])
    func noCache(_ path: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send("GET", path, headers: TestServer.asAdministrator)
            #expect(answer["Cache-Control"] == "no-cache")
            #expect(answer["Vary"] == "Origin, Cache-Control")
        }
    }

    @Test(
        "attack 36: a cookie is HttpOnly, lax, host-only and for the whole site, and Secure under https",
        arguments: [
            (
                TokenMode.cookie, "http://localhost:8055", "directus_refresh_token", "604800",
                "Fri, 12 Jun 2026 12:00:00 GMT", ""
            ),
            (.session, "http://localhost:8055", "directus_session_token", "86400", "Sat, 06 Jun 2026 12:00:00 GMT", ""),
            (
                .cookie, "https://a.example", "directus_refresh_token", "604800", "Fri, 12 Jun 2026 12:00:00 GMT",
                "; Secure"
            ),
            (
                .session, "https://a.example", "directus_session_token", "86400", "Sat, 06 Jun 2026 12:00:00 GMT",
                "; Secure"
            ),
        ])
    func cookieDefaults(
        mode: TokenMode, publicURL: String, name: String, age: String, expires: String, secure: String
    ) async throws {
        try await TestServer.run(["PUBLIC_URL": publicURL]) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(mode: mode)
            let value = try #require(answer.cookie(name))
            #expect(!value.isEmpty)
            let attributes = "Max-Age=\(age); Path=/; Expires=\(expires); HttpOnly\(secure); SameSite=Lax"
            #expect(answer.all("Set-Cookie").first == "\(name)=\(value); \(attributes)")
            // S47: the browser's own, for a year.
            let device = try #require(answer.cookie("sallyport_device"))
            let own = "Max-Age=31536000; Path=/; Expires=Sat, 05 Jun 2027 12:00:00 GMT; HttpOnly\(secure); SameSite=Lax"
            #expect(answer.all("Set-Cookie").dropFirst() == ["sallyport_device=\(device); \(own)"])
        }
    }

    @Test("json mode sets no cookie")
    func jsonMode() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            #expect(try await server.signInAsAdministrator().all("Set-Cookie") == [])
        }
    }

    @Test("a cookie is as the operator wants it")
    func ownCookie() async throws {
        let environment = [
            "PUBLIC_URL": "https://auth.example.com", "SESSION_COOKIE_NAME": "__Secure-mine",
            "SESSION_COOKIE_TTL": "20s",
            "SESSION_COOKIE_DOMAIN": "example.com", "SESSION_COOKIE_SAME_SITE": "strict",
        ]
        try await TestServer.run(environment) { server in
            try await server.makeAdministrator()
            let answer = try await server.signInAsAdministrator(mode: .session)
            let value = try #require(answer.cookie("__Secure-mine"))
            let attributes = """
                Max-Age=20; Domain=example.com; Path=/; Expires=Fri, 05 Jun 2026 12:00:20 GMT; HttpOnly; Secure; \
                SameSite=Strict
                """
            #expect(answer.all("Set-Cookie").first == "__Secure-mine=\(value); \(attributes)")
            #expect(answer.all("Set-Cookie").count == 2)
            let own = try await server.client.send("GET", "/users/me", headers: [("Cookie", "__Secure-mine=\(value)")])
            #expect(own.status == 200)
        }
    }

    @Test("D10: a cookie is cleared by an age of nothing, with the attributes that it was set with")
    func cleared() async throws {
        let environment = ["PUBLIC_URL": "https://auth.example.com", "SESSION_COOKIE_DOMAIN": "example.com"]
        try await TestServer.run(environment) { server in
            let answer = try await server.client.send(
                "GET", "/users/me", headers: [("Cookie", "directus_session_token=garbage")])
            #expect(answer.status == 401)
            #expect(
                answer.all("Set-Cookie") == [
                    """
                    directus_session_token=; Max-Age=0; Domain=example.com; Path=/; \
                    Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax
                    """
                ])
        }
    }
}
