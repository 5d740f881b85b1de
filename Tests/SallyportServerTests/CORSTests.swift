import TestSupport
import Testing

/// Directus spec section 3.3; recordings `cookies/preflight`, `cookies/login-wrong`, `cookies/login-unknown`.
@Suite("Cross-origin requests")
struct CORSTests {
    private static let own = "https://app.example"
    private static let foreign = "https://evil.example"
    private static let list = "https://app.example, https://other.example"

    @Test("without CORS no answer bears a header of it", arguments: [[:], ["CORS_ENABLED": "true"]])
    func off(_ environment: [String: String]) async throws {
        try await TestServer.run(environment) { server in
            for method in ["GET", "OPTIONS"] {
                let answer = try await server.client.send(method, "/server/info", headers: [("Origin", Self.own)])
                #expect(answer.status == 200)
                #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
            }
        }
    }

    @Test("a preflight is answered before anybody asks who it is, and says what may be asked")
    func preflight() async throws {
        try await run("true") { server in
            for path in ["/auth/login", "/users/me", "/nowhere"] {
                let answer = try await server.client.send(
                    "OPTIONS", path,
                    headers: [
                        ("Origin", Self.own), ("Access-Control-Request-Method", "POST"),
                        ("Access-Control-Request-Headers", "content-type,authorization"),
                        ("Authorization", "Bearer garbage"),
                    ])
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
                #expect(answer["Access-Control-Allow-Origin"] == Self.own)
                #expect(answer["Vary"] == "Origin")
                #expect(answer["Access-Control-Allow-Credentials"] == "true")
                #expect(answer["Access-Control-Allow-Methods"] == "GET,POST,PATCH,DELETE")
                #expect(answer["Access-Control-Allow-Headers"] == "Content-Type,Authorization")
                #expect(answer["Access-Control-Max-Age"] == "18000")
                #expect(answer["Access-Control-Expose-Headers"] == "Content-Range")
            }
        }
    }

    @Test("CORS_ORIGIN=true names whoever asks", arguments: [own, "null", "https://app.example:8443"])
    func reflected(_ origin: String) async throws {
        try await run("true") { server in
            let answer = try await server.client.send("GET", "/server/info", headers: [("Origin", origin)])
            #expect(answer["Access-Control-Allow-Origin"] == origin)
            #expect(answer["Access-Control-Allow-Credentials"] == "true")
            #expect(answer["Vary"]?.contains("Origin") == true)
        }
    }

    @Test("who says no origin is told none, but caches are")
    func withoutOrigin() async throws {
        try await run("true") { server in
            let answer = try await server.client.send("GET", "/nowhere")
            #expect(answer["Access-Control-Allow-Origin"] == nil)
            #expect(answer["Vary"] == "Origin")
        }
    }

    @Test("an origin of the list is named", arguments: [own, "https://other.example"])
    func listed(_ origin: String) async throws {
        try await run(Self.list) { server in
            for method in ["GET", "OPTIONS"] {
                let answer = try await server.client.send(method, "/auth", headers: [("Origin", origin)])
                #expect(answer["Access-Control-Allow-Origin"] == origin)
            }
        }
    }

    @Test(
        "an origin that is not of the list is not named, however alike it looks",
        arguments: [
            foreign, "null", "http://app.example", "https://app.example:444", "https://app.example.evil.example",
            "https://evil-app.example", "https://sub.app.example", "https://APP.example", "https://app.example/", "*",
            "",
        ])
    func notListed(_ origin: String) async throws {
        try await run(Self.list) { server in
            for method in ["GET", "OPTIONS"] {
                let answer = try await server.client.send(method, "/auth", headers: [("Origin", origin)])
                #expect(answer["Access-Control-Allow-Origin"] == nil)
                #expect(answer["Vary"]?.contains("Origin") == true)
            }
        }
    }

    @Test("a wildcard names nobody, so that a browser sends no credentials along")
    func wildcard() async throws {
        try await run("*") { server in
            let answer = try await server.client.send("GET", "/auth", headers: [("Origin", Self.foreign)])
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }

    @Test(
        "errors bear the headers too, so that a client can read them",
        arguments: [
            ("GET", "/nowhere", 404), ("GET", "/users/me", 401), ("GET", "/server/info?access_token=x", 401),
            ("POST", "/auth/login", 400),
        ])
    func errors(method: String, path: String, status: Int) async throws {
        try await run("true") { server in
            let answer = try await server.client.send(method, path, headers: [("Origin", Self.own)])
            #expect(answer.status == status)
            #expect(answer["Access-Control-Allow-Origin"] == Self.own)
            #expect(answer["Access-Control-Allow-Credentials"] == "true")
            #expect(answer["Access-Control-Expose-Headers"] == "Content-Range")
            #expect(answer["Vary"] == "Origin")
        }
    }

    @Test("an answer says once on what it depends")
    func vary() async throws {
        try await run("true") { server in
            let answer = try await server.client.send("GET", "/auth", headers: [("Origin", Self.own)])
            #expect(answer.all("Vary") == ["Origin, Cache-Control"])
        }
    }

    @Test("credentials are not allowed when CORS_CREDENTIALS is false")
    func withoutCredentials() async throws {
        try await TestServer.run(["CORS_ENABLED": "true", "CORS_ORIGIN": "true", "CORS_CREDENTIALS": "false"]) {
            server in
            let answer = try await server.client.send("OPTIONS", "/auth", headers: [("Origin", Self.own)])
            #expect(answer["Access-Control-Allow-Origin"] == Self.own)
            #expect(answer["Access-Control-Allow-Credentials"] == nil)
        }
    }

    private func run(_ origin: String, _ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run(["CORS_ENABLED": "true", "CORS_ORIGIN": origin], body)
    }
}
