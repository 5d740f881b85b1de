import SallyportCore
import TestSupport
import Testing

/// What customers tell of themselves (medusa.md A3, B4), and new passwords by mail (attack 26).
@Suite("Customers")
struct StoreCustomerTests {
    @Test("metadata is merged, an empty text deletes its key; names and phone can be changed and are kept otherwise")
    func changes() async throws {
        try await TestServer.openStore { server in
            let headers = TestServer.cookie(try await server.becomeCustomer())
            _ = try await server.post(
                "/store/customers/me", ["first_name": "Ada", "phone": "1", "metadata": ["a": 1, "b": 2]],
                headers: headers)
            let answer = try await server.post(
                "/store/customers/me", ["metadata": ["a": "", "c": ["d": .null]]], headers: headers)
            let customer = try #require(answer.json["customer"])
            #expect(customer["metadata"] == ["b": 2, "c": ["d": .null]])
            #expect(customer["first_name"] == "Ada" && customer["phone"] == "1")
            #expect(!answer.text.contains("password"))
        }
    }

    @Test("the address for bills is kept, changed in part, named by its id, and cleared")
    func billingAddress() async throws {
        try await TestServer.openStore { server in
            let headers = TestServer.cookie(try await server.becomeCustomer())
            func change(_ address: JSON) async throws -> HTTPAnswer {
                try await server.post("/store/customers/me", ["billing_address": address], headers: headers)
            }
            let made = try await change(["city": "Köln", "country_code": "DE"]).json["customer"]
            let id = try #require(made?["billing_address_id"]?.string)
            #expect(id.hasPrefix("addr_"))
            #expect(made?["billing_address"]?["country_code"] == "de")
            let changed = try await change(["city": "Bonn"]).json["customer"]?["billing_address"]
            #expect(changed?["city"] == "Bonn" && changed?["country_code"] == "de" && changed?["id"]?.string == id)
            #expect(try await change(.string(id)).status == 200)
            let foreign = try await change("addr_01ARYZ6S41ZZZZZZZZZZZZZZZZ")
            #expect(foreign.status == 404)
            #expect(foreign.json["message"] == "Address with id addr_01ARYZ6S41ZZZZZZZZZZZZZZZZ was not found")
            let cleared = try await change(.null).json["customer"]
            #expect(cleared?["billing_address_id"] == .null && cleared?["billing_address"] == .null)
        }
    }

    @Test("an address that belongs to somebody else is refused, and nothing else is changed")
    func takenEmail() async throws {
        try await TestServer.openStore { server in
            let headers = TestServer.cookie(try await server.becomeCustomer())
            try await server.becomeCustomer("other@example.com")
            let answer = try await server.post(
                "/store/customers/me", ["email": "OTHER@example.com", "first_name": "Eve"], headers: headers)
            #expect(answer.status == 422)
            #expect(try await server.storeMe(headers).json["customer"]?["first_name"] == .null)
        }
    }

    @Test(
        "attack 26: the mail's token leads to the storefront, works once, for its owner, for a quarter of an hour (M1)")
    func reset() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            func reset(_ token: String, _ email: String = TestServer.customer) async throws -> HTTPAnswer {
                try await server.post(
                    "/store/customers/password-reset",
                    ["email": .string(email), "token": .string(token), "password": "a new one"])
            }
            let invalid: JSON = ["type": "unauthorized", "message": "Invalid or expired password reset token"]
            let expired = try await server.customerResetToken()
            server.clock.advance(by: .seconds(900))
            #expect(try await reset(expired).json == invalid)
            let token = try await server.customerResetToken()
            let link = try #require(server.outbox.mails(.customerPasswordReset).last?.link)
            #expect(link == "https://shop.example.com/reset?token=\(token)")
            #expect(try await reset(token, "other@example.com").json == invalid)
            #expect(try await reset("x" + token.dropFirst()).json == invalid)
            #expect(try await reset(token, "CUST@example.com").status == 200)
            #expect(try await reset(token).json == invalid)
            #expect(try await server.storeSignIn(TestServer.customer, "a new one").status == 200)
            try await server.outbox.mails(.passwordChanged, to: TestServer.customer, atLeast: 1)
        }
    }

    @Test("attack 26: of twenty uses of one link at once, in both interfaces, one wins; it signs nobody in")
    func racingResets() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            let token = try await server.customerResetToken()
            for headers in [TestServer.bearer(token), TestServer.cookie(token)] {
                #expect(try await server.storeMe(headers).status == 401)
                #expect(try await server.post("/auth/token/refresh", [:], headers: headers).status == 401)
            }
            let won = try await withThrowingTaskGroup(of: String?.self) { tasks in
                for index in 0..<20 {
                    tasks.addTask {
                        let password = "password \(index)"
                        let answer =
                            index % 2 == 0
                            ? try await server.post(
                                "/store/customers/password-reset",
                                [
                                    "email": .string(TestServer.customer), "token": .string(token),
                                    "password": .string(password),
                                ])
                            : try await server.post(
                                "/auth/customer/emailpass/update", ["password": .string(password)],
                                headers: TestServer.bearer(token))
                        return answer.status == 200 ? password : nil
                    }
                }
                return try await tasks.reduce(into: [String]()) { if let password = $1 { $0.append(password) } }
            }
            #expect(won.count == 1)
            #expect(try await server.storeSignIn(TestServer.customer, won[0]).status == 200)
        }
    }

    @Test("whoever only registered in the second interface becomes a customer by the first one's mail")
    func resetOfRegistered() async throws {
        try await TestServer.openStore { server in
            _ = try await server.register("two@example.com")
            #expect(try await server.storeSignIn("two@example.com").status == 401)
            let token = try await server.customerResetToken("two@example.com")
            let answer = try await server.post(
                "/store/customers/password-reset",
                ["email": "two@example.com", "token": .string(token), "password": "a new one"])
            #expect(answer.json["customer"]?["email"] == "two@example.com", "\(answer.text)")
            #expect(try await server.storeSignIn("two@example.com", "a new one").status == 200)
        }
    }

    @Test("what somebody signs in with is changed five times a minute at most; names as often as he likes")
    func changeLimit() async throws {
        try await TestServer.openStore { server in
            let headers = TestServer.cookie(try await server.becomeCustomer())
            try await server.becomeCustomer("other@example.com")
            var statuses: [Int] = []
            for index in 0..<7 {
                let email = index % 2 == 0 ? "other@example.com" : "cust@example.com"
                let changes: JSON = ["email": .string(email)]
                statuses.append(try await server.post("/store/customers/me", changes, headers: headers).status)
                let names = try await server.post("/store/customers/me", ["first_name": "A"], headers: headers)
                #expect(names.status == 200)
            }
            #expect(statuses == [422, 200, 422, 200, 422, 429, 429])
        }
    }

    @Test("metadata has bounds, as merged, and what is beyond them changes nothing")
    func metadata() async throws {
        try await TestServer.openStore { server in
            let headers = TestServer.cookie(try await server.becomeCustomer())
            func change(_ metadata: JSON) async throws -> HTTPAnswer {
                try await server.post(
                    "/store/customers/me", ["first_name": "Eve", "metadata": metadata], headers: headers)
            }
            let long = JSON.string(String(repeating: "x", count: 40_000))
            #expect(try await change(["a": long]).status == 200)
            _ = try await server.post("/store/customers/me", ["first_name": "Ada"], headers: headers)
            #expect(try await change(["b": long]).status == 400)
            let many = (0..<1001).reduce(into: JSON.Object()) { $0.append("key \($1)", 1) }
            let refused = try await change(.object(many))
            #expect(refused.json["message"] == "metadata may have 1000 keys and 65535 bytes at most")
            let customer = try #require(try await server.storeMe(headers).json["customer"])
            #expect(customer["first_name"] == "Ada" && customer["metadata"]?.object?.members.count == 1)
        }
    }

    @Test("which interface /store/customers is of: a credential of the second, a password, a publishable key")
    func versions() async throws {
        try await TestServer.openStore { server in
            let key = [("x-publishable-api-key", try await server.core.store.publishableKeys.create("shop").token)]
            // Clients of the first interface may send a key, too.
            let first = try await server.post(
                "/store/customers", ["email": "one@example.com", "password": "x"], headers: key)
            let cookie = TestServer.cookie(try #require(first.cookie("connect.sid"), "\(first.text)"))
            #expect(try await server.storeMe(cookie + key).json["customer"]?["email"] == "one@example.com")
            // A browser that has a cookie of the first is no hindrance to a token of the second.
            let registered = TestServer.bearer(try await server.register("two@example.com"))
            let second = try await server.post("/store/customers", [:], headers: cookie + registered + key)
            #expect(second.json["customer"]?["email"] == "two@example.com", "\(second.text)")
            // Without any credential: the key decides.
            #expect(try await server.storeMe([]).text == "Unauthorized")
            #expect(try await server.storeMe(key).json == ["message": "Unauthorized"])
            // The second interface is never without a key.
            let token = TestServer.bearer(try await server.secondSignIn("two@example.com"))
            #expect(try await server.storeMe(token).json["type"] == "not_allowed")
        }
    }

    @Test("attack 12: whoever has no account gets the same answer, and no mail")
    func unknown() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            for email in ["nobody@example.com", "alice@example.com"] {
                let first = try await server.post("/store/customers/password-token", ["email": .string(email)])
                #expect(first.status == 204)
                let second = try await server.post(
                    "/auth/customer/emailpass/reset-password", ["identifier": .string(email)])
                #expect(second.status == 201 && second.text == "Created")
            }
            _ = try await server.customerResetToken()
            #expect(server.outbox.mails(.customerPasswordReset).count == 1)
            #expect(server.outbox.mails(.passwordReset).isEmpty)
        }
    }

    @Test("signing up in two steps: register, become a customer, sign in; each step once, in its order")
    func secondInterface() async throws {
        try await TestServer.openStore { server in
            let key = try await server.core.store.publishableKeys.create("shop").token
            func become(_ token: String, _ body: JSON = [:], key: String) async throws -> HTTPAnswer {
                try await server.post(
                    "/store/customers", body,
                    headers: TestServer.bearer(token) + [("x-publishable-api-key", key)])
            }
            let registered = try await server.register("Two@Example.com")
            let me = try await server.storeMe(TestServer.bearer(registered) + [("x-publishable-api-key", key)])
            #expect(me.status == 401 && me.json == ["message": "Unauthorized"])
            #expect(try await become(registered, ["email": "other@example.com"], key: key).status == 400)
            #expect(try await become(registered, key: "pk_none").json["type"] == "not_allowed")
            let strict = try await become(registered, ["first_name": 5, "foo": 1, "bar": 2], key: key)
            #expect(
                strict.json["message"] == """
                    Invalid request: Expected type: 'string' for field 'first_name', got: 'number'; \
                    Unrecognized fields: 'foo, bar'
                    """)
            let made = try await become(registered, ["first_name": "Two", "company_name": "Co"], key: key)
            #expect(made.json["customer"]?["email"] == "two@example.com")
            #expect(try await become(registered, key: key).status == 422)
            // The first token is as it was; a renewed one is a customer's.
            let renewed = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(registered))
            let token = try #require(renewed.json["token"]?.string)
            let headers = TestServer.bearer(token) + [("x-publishable-api-key", key)]
            #expect(try await server.storeMe(headers).json["customer"]?["company_name"] == "Co")
            #expect(
                try await become(token, key: key).json["message"] == "Request already authenticated as a customer.")
            #expect(try await server.core.store.publishableKeys.revoke(key))
            #expect(try await server.storeMe(headers).json["type"] == "not_allowed")
        }
    }

    @Test("a cookie of the second interface dies with the token that it came from, and the other way round (M4)")
    func secondSession() async throws {
        try await TestServer.openStore { server in
            let key = [("x-publishable-api-key", try await server.core.store.publishableKeys.create("shop").token)]
            let registered = try await server.register("two@example.com")
            let early = try await server.post("/auth/session", [:], headers: TestServer.bearer(registered))
            #expect(early.status == 401)
            _ = try await server.post("/store/customers", [:], headers: TestServer.bearer(registered) + key)
            let token = try await server.secondSignIn("two@example.com")
            let opened = try await server.post("/auth/session", [:], headers: TestServer.bearer(token))
            let cookie = try #require(opened.cookie("connect.sid"))
            #expect(opened.json["user"]?["actor_type"] == "customer")
            #expect(try await server.storeMe(TestServer.cookie(cookie) + key).status == 200)
            // Nothing of the first interface's.
            #expect(
                try await server.client.send("GET", "/store/auth", headers: TestServer.cookie(cookie)).status == 401)
            let closed = try await server.client.send("DELETE", "/auth/session", headers: TestServer.cookie(cookie))
            #expect(closed.json == ["success": true] && closed.cookie("connect.sid") == "")
            for headers in [TestServer.cookie(cookie), TestServer.bearer(token)] {
                #expect(try await server.storeMe(headers + key).status == 401)
            }
            #expect(try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token)).status == 401)
        }
    }

    @Test("DELETE /auth/session ends the session of a token, too; whoever shows nothing that is good gets 401")
    func endOfToken() async throws {
        try await TestServer.openStore { server in
            let tokens = [
                try await server.register("two@example.com"), try await server.secondSignIn("two@example.com"),
            ]
            let headers = tokens.map(TestServer.bearer)
            let ended = try await server.client.send("DELETE", "/auth/session", headers: headers[1])
            #expect(ended.json == ["success": true] && ended.all("set-cookie").isEmpty)
            #expect(try await server.client.send("DELETE", "/auth/session", headers: headers[1]).status == 401)
            #expect(try await server.client.send("DELETE", "/auth/session").status == 401)
            #expect(try await server.post("/auth/token/refresh", [:], headers: headers[1]).status == 401)
            #expect(try await server.post("/auth/token/refresh", [:], headers: headers[0]).status == 200)
        }
    }

    @Test("a token of the second interface lives for a day, and a renewed one for another; a reset ends them")
    func renewal() async throws {
        try await TestServer.openStore { server in
            var token = try await server.register("two@example.com")
            for _ in 0..<3 {
                server.clock.advance(by: .seconds(86_399))
                let answer = try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(token))
                token = try #require(answer.json["token"]?.string, "\(answer.text)")
            }
            let last = token
            server.clock.advance(by: .seconds(86_400))
            #expect(try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(last)).status == 401)

            let living = try await server.secondSignIn("two@example.com")
            server.clock.advance(by: .seconds(60))
            let reset = try await server.outbox.token(.customerPasswordReset, to: "two@example.com") {
                _ = try await server.post(
                    "/auth/customer/emailpass/reset-password", ["identifier": "TWO@example.com"])
            }
            let path = "/auth/customer/emailpass/update"
            let refused = try await server.post(path, ["password": "new"], headers: TestServer.bearer(living))
            #expect(refused.json == ["type": "unauthorized", "message": "Invalid token"])
            #expect(try await server.post(path, [:], headers: TestServer.bearer(reset)).status == 401)
            #expect(try await server.post(path, ["password": "new"], headers: TestServer.bearer(reset)).status == 200)
            #expect(try await server.post(path, ["password": "newer"], headers: TestServer.bearer(reset)).status == 401)
            #expect(try await server.post("/auth/token/refresh", [:], headers: TestServer.bearer(living)).status == 401)
        }
    }
}
