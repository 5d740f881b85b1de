import SallyportCore
import TestSupport
import Testing

/// Routes and methods (Directus spec sections 0 and 2.8; recordings `login/get-method`, `login/trailing-slash`,
/// `login/cors-preflight`, `me/head-method`).
@Suite("The HTTP surface")
struct HTTPSurfaceTests {
    @Test("ping answers whoever asks, whatever he shows")
    func ping() async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(
                "GET", "/server/ping",
                headers: [("Authorization", "Bearer garbage"), ("Cookie", "directus_session_token=x")])
            #expect(answer.status == 200)
            #expect(answer.text == "pong")
            #expect(answer["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer["Set-Cookie"] == nil)
        }
    }

    @Test(
        "an unknown route is told by its path",
        arguments: ["/nowhere", "/auth/nowhere", "/auth/login/nobody", "/a%20b/%ff", "/it's/(here)", "/server"])
    func unknownRoute(_ path: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("POST", path, json: [:])
            #expect(answer.status == 404)
            #expect(answer["Content-Type"] == "application/json; charset=utf-8")
            #expect(
                answer.json == [
                    "errors": [
                        [
                            "message": .string("Route \(path) doesn't exist."),
                            "extensions": ["path": .string(path), "code": "ROUTE_NOT_FOUND"],
                        ]
                    ]
                ])
        }
    }

    @Test("the query of an unknown route is no part of its path")
    func unknownRouteWithQuery() async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("GET", "/nowhere?token=secret")
            #expect(answer.json["errors"]?.array?.first?["extensions"]?["path"] == "/nowhere")
        }
    }

    @Test("a method that a route does not have makes it unknown", arguments: ["GET", "PUT", "DELETE", "PATCH"])
    func otherMethod(_ method: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(method, "/auth/login")
            #expect(answer.status == 404)
            #expect(answer.errorCode == "ROUTE_NOT_FOUND")
        }
    }

    @Test(
        "a slash at the end changes nothing",
        arguments: ["/server/ping/", "/auth/", "/server/info/", "/admin/", "/robots.txt/"])
    func trailingSlash(_ path: String) async throws {
        try await TestServer.run { server async throws in
            #expect(try await server.client.send("GET", path).status == 200)
        }
    }

    @Test("a slash at the end of a sign-in changes nothing")
    func trailingSlashOfSignIn() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send(
                "POST", "/auth/login/",
                json: ["email": .string(TestServer.administratorEmail), "password": .string(Fixture.password)])
            #expect(answer.status == 200)
        }
    }

    @Test(
        "HEAD says what GET would, without the body",
        arguments: [
            "/", "/server/ping", "/server/info", "/server/health", "/auth", "/users/me", "/robots.txt", "/admin",
            "/nowhere",
        ])
    func head(_ path: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let get = try await server.client.send("GET", path, headers: TestServer.asAdministrator)
            let head = try await server.client.send("HEAD", path, headers: TestServer.asAdministrator)
            #expect(head.status == get.status)
            #expect(head.body.isEmpty)
            #expect(head["Content-Type"] == get["Content-Type"])
            #expect(head["Cache-Control"] == get["Cache-Control"])
            #expect(head["Content-Security-Policy"] == get["Content-Security-Policy"])
            if get.status < 300 { #expect(head["Content-Length"] == String(get.body.count)) }
        }
    }

    @Test("HEAD of what may not be read is refused like GET", arguments: [[], [("Authorization", "Bearer garbage")]])
    func headRefused(_ headers: [(String, String)]) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("HEAD", "/users/me", headers: headers)
            #expect(answer.status == 401)
            #expect(answer.body.isEmpty)
        }
    }

    @Test(
        "OPTIONS without CORS tells the methods",
        arguments: [
            ("/auth/login", "POST"), ("/auth/refresh", "POST"), ("/auth/logout", "POST"), ("/server/setup", "POST"),
            ("/auth", "GET,HEAD"), ("/server/ping", "GET,HEAD"), ("/server/info", "GET,HEAD"),
            ("/server/health", "GET,HEAD"), ("/users/me", "GET,HEAD,PATCH"),
        ])
    func options(_ path: String, methods: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(
                "OPTIONS", path,
                headers: [("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST")])
            #expect(answer.status == 200)
            #expect(answer["Allow"] == methods)
            #expect(answer.text == methods)
            #expect(!answer.headers.contains { $0.name.lowercased().hasPrefix("access-control-") })
        }
    }

    @Test("/ leads to the Studio unless ROOT_REDIRECT says otherwise", arguments: [(nil, "./admin"), ("/app", "/app")])
    func root(_ setting: String?, target: String) async throws {
        try await TestServer.run(["ROOT_REDIRECT": setting].compacted) { server in
            let answer = try await server.client.send("GET", "/")
            #expect(answer.status == 302)
            #expect(answer["Location"] == target)
        }
    }

    @Test("/ leads nowhere when ROOT_REDIRECT is false")
    func noRoot() async throws {
        try await TestServer.run(["ROOT_REDIRECT": "false"]) { server async throws in
            #expect(try await server.client.send("GET", "/").errorCode == "ROUTE_NOT_FOUND")
        }
    }

    @Test("robots are told to stay away")
    func robots() async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send("GET", "/robots.txt")
            #expect(answer.text == "User-agent: *\nDisallow: /")
            #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
        }
    }

    @Test("of duplicate keys in a body the last counts, as in JavaScript")
    func duplicateKeys() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let body = #"{"email":5,"password":7,"password":"correct horse 9","email":"admin@example.com"}"#
            let answer = try await server.client.send(
                "POST", "/auth/login", headers: [("Content-Type", "application/json")], body: Array(body.utf8))
            #expect(answer.status == 200)
        }
    }

    @Test(
        "JSON is JSON, however its type is written",
        arguments: ["application/json", "APPLICATION/JSON ; charset=\"UTF-8\"", "application/json;charset=utf8"])
    func contentTypes(_ type: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let body: JSON = ["email": .string(TestServer.administratorEmail), "password": .string(Fixture.password)]
            let answer = try await server.client.send(
                "POST", "/auth/login", headers: [("Content-Type", type)], body: body.bytes)
            #expect(answer.status == 200)
        }
    }

    @Test("a body may be as long as MAX_PAYLOAD_SIZE says, and not a byte longer", arguments: [(0, 401), (1, 400)])
    func payloadSize(excess: Int, status: Int) async throws {
        try await TestServer.run(["MAX_PAYLOAD_SIZE": "1kb"], passwords: CountingHasher()) { server in
            let start = #"{"email":"nobody@example.com","password":""#
            let filling = String(repeating: "x", count: 1024 - start.utf8.count - 2 + excess)
            let body = Array((start + filling + "\"}").utf8)
            let told = try await server.client.send(
                "POST", "/auth/login", headers: [("Content-Type", "application/json")], body: body)
            #expect(told.status == status)
            if status == 400 {
                #expect(
                    told.json["errors"]?.array?.first?["message"] == "Invalid payload. request entity too large.")
            }
        }
    }

    @Test("no answer tells what the server is made of")
    func noFingerprint() async throws {
        try await TestServer.run { server in
            for path in ["/server/ping", "/nowhere", "/admin"] {
                let answer = try await server.client.send("GET", path)
                #expect(answer["Server"] == nil)
                #expect(answer["X-Powered-By"] == nil)
            }
        }
    }
}
