import SallyportCore
import TestSupport
import Testing

/// Directus spec section 3.4; recordings `ratelimit/*`. The clock stands at 2026-06-05T12:00:00Z.
@Suite("Rate limits")
struct RateLimitTests {
    private static let three = [
        "RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "3", "RATE_LIMITER_DURATION": "20",
    ]
    private static let threeEach = three.merging(["IP_TRUST_PROXY": "true"]) { $1 }
    private static let fiveInAll = threeEach.merging([
        "RATE_LIMITER_GLOBAL_ENABLED": "true", "RATE_LIMITER_GLOBAL_POINTS": "5", "RATE_LIMITER_GLOBAL_DURATION": "30",
    ]) { $1 }

    @Test("one request too many is told when the next will pass")
    func tooMany() async throws {
        try await TestServer.run(Self.three) { server in
            #expect(try await server.pings(3) == [200, 200, 200])
            let answer = try await server.ping()
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == "20")
            #expect(
                answer.json == [
                    "errors": [
                        [
                            "message": "Too many requests, retry after 20s.",
                            "extensions": [
                                "limit": 3, "reset": "2026-06-05T12:00:20.000Z", "code": "REQUESTS_EXCEEDED",
                            ],
                        ]
                    ]
                ])
        }
    }

    @Test("the window ends to the millisecond, and requests that were refused do not lengthen it")
    func windowEnd() async throws {
        try await TestServer.run(Self.three) { server async throws in
            #expect(try await server.pings(5) == [200, 200, 200, 429, 429])
            server.clock.advance(by: .milliseconds(19_999))
            #expect(try await server.pings(1) == [429])
            server.clock.advance(by: .milliseconds(1))
            #expect(try await server.pings(4) == [200, 200, 200, 429])
        }
    }

    @Test(
        "the wait is told in whole seconds, rounded",
        arguments: [(600, "19"), (400, "20"), (18_400, "2"), (18_600, "1")])
    func rounding(passed: Int, wait: String) async throws {
        try await TestServer.run(Self.three) { server in
            #expect(try await server.pings(3) == [200, 200, 200])
            server.clock.advance(by: .milliseconds(passed))
            let answer = try await server.ping()
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == wait)
            #expect(
                answer.json["errors"]?.array?.first?["message"] == .string("Too many requests, retry after \(wait)s."))
            #expect(answer.json["errors"]?.array?.first?["extensions"]?["reset"] == "2026-06-05T12:00:20.000Z")
        }
    }

    @Test("every endpoint counts, whether it is there or not, and whoever asks")
    func everyEndpoint() async throws {
        try await TestServer.run(Self.three, passwords: CountingHasher()) { server in
            try await server.makeAdministrator()
            #expect(try await server.signInAsAdministrator().status == 200)
            #expect(try await server.client.send("GET", "/nowhere").status == 404)
            #expect(
                try await server.client.send("GET", "/users/me", headers: [("Authorization", "Bearer x")]).status == 401
            )
            #expect(try await server.signInAsAdministrator().status == 429)
            #expect(try await server.client.send("GET", "/nowhere").status == 429)
            #expect(try await server.client.send("GET", "/users/me", headers: TestServer.asAdministrator).status == 429)
        }
    }

    @Test("a sign-in over the limit costs no hash")
    func noHash() async throws {
        let hasher = CountingHasher()
        try await TestServer.run(Self.three, passwords: hasher) { server async throws in
            #expect(try await server.pings(3) == [200, 200, 200])
            #expect(try await server.signInAsAdministrator().status == 429)
            #expect(hasher.verifications == 0)
        }
    }

    @Test("pages count for nothing", arguments: ["/", "/admin", "/admin/setup", "/robots.txt"])
    func pages(_ path: String) async throws {
        try await TestServer.run(Self.three) { server async throws in
            for _ in 0..<5 { #expect(try await server.client.send("GET", path).status != 429) }
            #expect(try await server.pings(3) == [200, 200, 200])
        }
    }

    @Test("preflights count for nothing")
    func preflights() async throws {
        let environment = Self.three.merging(["CORS_ENABLED": "true", "CORS_ORIGIN": "true"]) { $1 }
        try await TestServer.run(environment) { server async throws in
            for _ in 0..<5 { #expect(try await server.client.send("OPTIONS", "/auth/login").status == 204) }
            #expect(try await server.pings(4) == [200, 200, 200, 429])
            #expect(try await server.client.send("OPTIONS", "/auth/login").status == 204)
        }
    }

    @Test("a refusal bears the headers of CORS, so that a client can wait")
    func headers() async throws {
        let environment = Self.three.merging(["CORS_ENABLED": "true", "CORS_ORIGIN": "true"]) { $1 }
        try await TestServer.run(environment) { server in
            #expect(try await server.pings(3) == [200, 200, 200])
            let answer = try await server.client.send("GET", "/auth", headers: [("Origin", "https://app.example")])
            #expect(answer.status == 429)
            #expect(answer["Access-Control-Allow-Origin"] == "https://app.example")
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test("each address has its own budget")
    func eachAddress() async throws {
        try await TestServer.run(Self.threeEach) { server async throws in
            #expect(try await server.pings(4, from: "203.0.113.1") == [200, 200, 200, 429])
            #expect(try await server.pings(4, from: "203.0.113.2") == [200, 200, 200, 429])
            #expect(try await server.pings(1) == [200])
        }
    }

    @Test("attack 17: a client that is no trusted proxy has one budget, whatever it says")
    func spoofing() async throws {
        try await TestServer.run(Self.three) { server async throws in
            #expect(try await server.pings(1, from: "203.0.113.1") == [200])
            #expect(try await server.pings(1, from: "203.0.113.2") == [200])
            #expect(try await server.pings(2, from: "203.0.113.3") == [200, 429])
        }
    }

    @Test("all addresses together have the global budget")
    func global() async throws {
        try await TestServer.run(Self.fiveInAll) { server in
            #expect(try await server.pings(3, from: "203.0.113.1") == [200, 200, 200])
            #expect(try await server.pings(2, from: "203.0.113.2") == [200, 200])
            let answer = try await server.ping(from: "203.0.113.3")
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == "30")
            let extensions = answer.json["errors"]?.array?.first?["extensions"]
            #expect(extensions == ["limit": 5, "reset": "2026-06-05T12:00:30.000Z", "code": "REQUESTS_EXCEEDED"])
            server.clock.advance(by: .seconds(30))
            #expect(try await server.pings(1, from: "203.0.113.3") == [200])
        }
    }

    @Test("without limits nobody is refused")
    func off() async throws {
        try await TestServer.run { server async throws in
            #expect(try await server.pings(60) == Array(repeating: 200, count: 60))
        }
    }

    @Test("an account is told of the limits, the public is not")
    func info() async throws {
        try await TestServer.run(Self.fiveInAll) { server in
            try await server.makeAdministrator()
            let told = try await server.client.send("GET", "/server/info", headers: TestServer.asAdministrator)
            #expect(told.json["data"]?["rateLimit"] == ["points": 3, "duration": 20])
            #expect(told.json["data"]?["rateLimitGlobal"] == ["points": 5, "duration": 30])
            let anonymous = try await server.client.send("GET", "/server/info")
            #expect(anonymous.json["data"]?["rateLimit"] == nil)
        }
    }
}

extension TestServer {
    fileprivate func ping(from address: String? = nil) async throws -> HTTPAnswer {
        try await client.send("GET", "/server/ping", headers: address.map { [("X-Forwarded-For", $0)] } ?? [])
    }

    /// The statuses of so many requests, one after the other.
    fileprivate func pings(_ count: Int, from address: String? = nil) async throws -> [Int] {
        var statuses: [Int] = []
        for _ in 0..<count { statuses.append(try await ping(from: address).status) }
        return statuses
    }
}
