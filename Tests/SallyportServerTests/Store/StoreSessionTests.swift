import SallyportCore
import TestSupport
import Testing

/// Sessions of customers (medusa.md A2; M4, M5, M7; attacks 1, 5, 6, 8 of security.md 3f).
@Suite("Sessions of the store")
struct StoreSessionTests {
    /// How a customer shows who he is.
    enum Means: String, CaseIterable {
        case cookie, token
    }

    private static func credential(_ means: Means, _ server: TestServer) async throws -> [(String, String)] {
        switch means {
        case .cookie:
            TestServer.cookie(try #require(try await server.storeSignIn().cookie("connect.sid")))
        case .token: TestServer.bearer(try await server.storeToken())
        }
    }

    @Test("the door is off unless it is switched on")
    func off() async throws {
        try await TestServer.run { server in
            for path in ["/store/auth", "/store/customers", "/auth/customer/emailpass", "/auth/session"] {
                let answer = try await server.post(path, ["email": "a@example.com", "password": "x"])
                #expect(answer.errorCode == "ROUTE_NOT_FOUND", "\(path)")
            }
        }
    }

    @Test("attack 8: signing in gives a new session, and ends the one that the browser had (M5)")
    func fixation() async throws {
        try await TestServer.openStore { server in
            let first = try await server.becomeCustomer()
            let answer = try await server.client.send(
                "POST", "/store/auth", headers: TestServer.cookie(first),
                json: ["email": .string(TestServer.customer), "password": .string(TestServer.customerPassword)])
            let second = try #require(answer.cookie("connect.sid"))
            #expect(second != first)
            #expect(try await server.storeMe(TestServer.cookie(first)).status == 401)
            #expect(try await server.storeMe(TestServer.cookie(second)).status == 200)
            // An id that a stranger has chosen is nobody's.
            let planted = "s%3A" + String(repeating: "A", count: 32) + ".x"
            #expect(try await server.storeMe(TestServer.cookie(planted)).status == 401)
        }
    }

    @Test("M7: nobody but who signs in gets a cookie, and no session is stored for others")
    func anonymous() async throws {
        try await TestServer.openStore { server in
            for (method, path) in [
                ("GET", "/store/auth"), ("GET", "/store/customers/me"), ("DELETE", "/store/auth"),
                ("GET", "/store/auth/nobody@example.com"), ("GET", "/store/nope"), ("POST", "/store/auth"),
            ] {
                let answer = try await server.client.send(method, path)
                #expect(answer.all("set-cookie").isEmpty, "\(path)")
            }
        }
    }

    @Test("the cookie is HttpOnly, lax, and over https only where the server is", arguments: [true, false])
    func attributes(isSecure: Bool) async throws {
        let url = isSecure ? "https://shop.example.com" : "http://localhost:8055"
        try await TestServer.openStore(["PUBLIC_URL": url]) { server in
            try await server.becomeCustomer()
            let answer = try await server.storeSignIn()
            for field in answer.all("set-cookie") {
                #expect(field.contains("; Path=/; Expires=") && field.contains("; HttpOnly"))
                #expect(field.contains("; SameSite=Lax"))
                #expect(field.contains("; Secure") == isSecure)
                #expect(!field.contains("Domain"))
            }
            #expect(answer["Cache-Control"] == "no-store")
        }
    }

    @Test(
        "attack 6: what was shown at signing out is dead at once, cookie and token alike (M4)",
        arguments: Means.allCases)
    func signOut(means: Means) async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            let (own, other) = (try await Self.credential(means, server), try await Self.credential(means, server))
            let answer = try await server.client.send("DELETE", "/store/auth", headers: own)
            #expect(answer.status == 200 && answer.text == "OK")
            #expect(try await server.storeMe(own).status == 401)
            #expect(try await server.client.send("GET", "/store/auth", headers: own).status == 401)
            #expect(try await server.storeMe(other).status == 200)
            // Again, and without anything: 200.
            for headers in [own, []] {
                #expect(try await server.client.send("DELETE", "/store/auth", headers: headers).status == 200)
            }
        }
    }

    /// What ends sessions.
    enum Ending: String, CaseIterable {
        case reset, password, email, suspension, deletion
    }

    @Test(
        "attack 6: sessions end with the account's password, address, status and existence; the one that changes them lives on",
        arguments: Ending.allCases, Means.allCases)
    func endings(ending: Ending, means: Means) async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            let own = try await Self.credential(means, server)
            var others: [[(String, String)]] = []
            for means in Means.allCases { others.append(try await Self.credential(means, server)) }
            for headers in others { #expect(try await server.storeMe(headers).status == 200) }
            let email = EmailAddress(TestServer.customer)
            switch ending {
            case .reset:
                let token = try await server.customerResetToken()
                let answer = try await server.post(
                    "/store/customers/password-reset",
                    ["email": .string(TestServer.customer), "token": .string(token), "password": "another one"])
                #expect(answer.status == 200)
            case .password:
                let answer = try await server.post("/store/customers/me", ["password": "another one"], headers: own)
                #expect(answer.status == 200)
            case .email:
                let answer = try await server.post(
                    "/store/customers/me", ["email": "New@Example.com"], headers: own)
                #expect(answer.json["customer"]?["email"] == "new@example.com")
            case .suspension:
                try await server.core.administerAccounts.setStatus(.suspended, of: email, in: .store)
            case .deletion: try await server.core.administerAccounts.delete(email, in: .store)
            }
            for headers in others { #expect(try await server.storeMe(headers).status == 401) }
            let isOwn = ending == .password || ending == .email
            #expect(try await server.storeMe(own).status == (isOwn ? 200 : 401))
        }
    }

    @Test(
        "a cookie is good for ten hours, a token for thirty days, however much they are used", arguments: Means.allCases
    )
    func lifetime(means: Means) async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            let headers = try await Self.credential(means, server)
            let lifetime: Duration = means == .cookie ? .seconds(36_000) : .seconds(30 * 86_400)
            server.clock.advance(by: lifetime - .seconds(1))
            #expect(try await server.storeMe(headers).status == 200)
            server.clock.advance(by: .seconds(1))
            #expect(try await server.storeMe(headers).status == 401)
        }
    }

    @Test("a session that is shown beats a token, and what opens nothing is passed over")
    func precedence() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            try await server.becomeCustomer("other@example.com")
            let cookie = try #require(try await server.storeSignIn().cookie("connect.sid"))
            let token = try await server.storeToken("other@example.com")
            let both = try await server.storeMe(TestServer.cookie(cookie) + TestServer.bearer(token))
            #expect(both.json["customer"]?["email"] == "cust@example.com")
            let one = try await server.storeMe(TestServer.cookie("s%3Agarbage.sig") + TestServer.bearer(token))
            #expect(one.json["customer"]?["email"] == "other@example.com")
        }
    }

    @Test("whoever registers, or changes interfaces, in a browser that is signed in ends the session that it had")
    func replaced() async throws {
        try await TestServer.openStore { server in
            let first = TestServer.cookie(try await server.becomeCustomer())
            let answer = try await server.post(
                "/store/customers", ["email": "other@example.com", "password": "x"], headers: first)
            #expect(try await server.storeMe(first).status == 401)
            let second = TestServer.cookie(try #require(answer.cookie("connect.sid")))
            #expect(try await server.storeMe(second).json["customer"]?["email"] == "other@example.com")
            let token = try await server.secondSignIn(TestServer.customer)
            let opened = try await server.post("/auth/session", [:], headers: second + TestServer.bearer(token))
            #expect(try await server.storeMe(second).status == 401)
            // A cookie anew for the same session ends nothing.
            let cookie = TestServer.cookie(try #require(opened.cookie("connect.sid")))
            _ = try await server.post("/auth/session", [:], headers: cookie + TestServer.bearer(token))
            let refreshed = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token))
            #expect(refreshed.status == 200)
        }
    }

    @Test("a cookie that a neighbouring domain has planted before the customer's own locks nobody out")
    func tossed() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            let cookie = try #require(try await server.storeSignIn().cookie("connect.sid"))
            let both = [("Cookie", "connect.sid=x; other=1; connect.sid=\(cookie)")]
            #expect(try await server.storeMe(both).status == 200)
            #expect(try await server.client.send("DELETE", "/store/auth", headers: both).status == 200)
            #expect(try await server.storeMe(TestServer.cookie(cookie)).status == 401)
        }
    }

    @Test("what is not answered well ends no session: a dead token for a cookie, a wrong password")
    func refused() async throws {
        try await TestServer.openStore { server in
            let cookie = TestServer.cookie(try await server.becomeCustomer())
            let token = try await server.register("two@example.com")
            _ = try await server.client.send("DELETE", "/auth/session", headers: TestServer.bearer(token))
            let refused = try await server.post("/auth/session", [:], headers: cookie + TestServer.bearer(token))
            #expect(refused.status == 401)
            for path in ["/store/auth", "/store/customers"] {
                let answer = try await server.post(
                    path, ["email": .string(TestServer.customer), "password": "wrong"], headers: cookie)
                #expect([401, 422].contains(answer.status))
            }
            #expect(try await server.storeMe(cookie).status == 200)
        }
    }

    @Test("SESSION_ABSOLUTE_TTL ends a session of the second interface, however often it is renewed")
    func absolute() async throws {
        try await TestServer.openStore(["SESSION_ABSOLUTE_TTL": "36h"]) { server in
            var token = try await server.register("two@example.com")
            server.clock.advance(by: .seconds(20 * 3600))
            let answer = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token))
            token = try #require(answer.json["token"]?.string)
            server.clock.advance(by: .seconds(16 * 3600 - 1))
            #expect(try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token)).status == 200)
            server.clock.advance(by: .seconds(1))
            #expect(try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token)).status == 401)
        }
    }

    @Test("attack 1: fifty renewals of one token at once all give a token that is good, of one session")
    func racingRenewals() async throws {
        try await TestServer.openStore { server in
            let token = try await server.register("two@example.com")
            let tokens = try await withThrowingTaskGroup(of: String?.self) { tasks in
                for _ in 0..<50 {
                    tasks.addTask {
                        let headers = TestServer.bearer(token)
                        return try await server.post("/auth/token/refresh", [:], headers: headers).json["token"]?.string
                    }
                }
                return try await tasks.reduce(into: [String]()) { if let token = $1 { $0.append(token) } }
            }
            #expect(tokens.count == 50)
            #expect(Set(tokens.map { JSONWebToken($0)?.claims["sid"]?.string }).count == 1)
            for token in Set(tokens) {
                let answer = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token))
                #expect(answer.status == 200)
            }
            _ = try await server.client.send("DELETE", "/auth/session", headers: TestServer.bearer(token))
            for token in Set(tokens) {
                let answer = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token))
                #expect(answer.status == 401)
            }
        }
    }

    @Test("attack 5: a sign-out that races with requests: after its answer nothing opens", arguments: Means.allCases)
    func racingSignOut(means: Means) async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            for _ in 0..<20 {
                let headers = try await Self.credential(means, server)
                async let requests = withThrowingTaskGroup(of: Int.self) { tasks in
                    for _ in 0..<5 { tasks.addTask { try await server.storeMe(headers).status } }
                    return try await tasks.reduce(into: [Int]()) { $0.append($1) }
                }
                _ = try await server.client.send("DELETE", "/store/auth", headers: headers)
                #expect(try await server.storeMe(headers).status == 401)
                #expect(try await requests.allSatisfy { $0 == 200 || $0 == 401 })
                #expect(try await server.storeMe(headers).status == 401)
            }
        }
    }
}
