import SallyportCore
import TestSupport
import Testing

/// Signing in and registering at the store's door (medusa.md A2, A3; attacks 11 to 16 and 35 of security.md 3f).
@Suite("Signing in to the store")
struct StoreSignInTests {
    /// Medusa's container of "supersecret" (medusa.md A5).
    private static let imported = PasswordHash(
        encoded: """
            c2NyeXB0AAEAAAABAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fRmO4DFmBBq0SdOiguek89xizriuxN4r79PIRUytkQ2MpV6lr\
            Sv9Ikn47WEx8S+Vv
            """)

    @Test("attacks 11 and 13: unknown, wrong, suspended, of the team, registered only: one hash each, and the same 401")
    func equalWork() async throws {
        let hasher = CountingHasher()
        try await TestServer.openStore(passwords: hasher) { server in
            for name in ["cust", "suspended"] { try await server.becomeCustomer("\(name)@example.com") }
            _ = try await server.register("registered@example.com")
            try await server.core.administerAccounts.setStatus(
                .suspended, of: EmailAddress("suspended@example.com"), in: .store)
            var answers: [String: Set<[String]>] = [:]
            func note(_ path: String, _ answer: HTTPAnswer) {
                let fields = answer.headers.map { "\($0.name): \($0.value)" }
                answers[path, default: []].insert(fields.filter { !$0.lowercased().hasPrefix("date:") } + [answer.text])
            }
            for name in ["nobody", "cust", "suspended", "alice", "registered"] {
                for path in ["/store/auth", "/store/auth/token"] {
                    let before = hasher.verifications
                    let answer = try await server.post(
                        path, ["email": .string("\(name)@example.com"), "password": "wrong"])
                    #expect(answer.status == 401)
                    #expect(answer.text == "Unauthorized")
                    #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
                    #expect(hasher.verifications == before + 1)
                    note(path, answer)
                }
                let before = hasher.verifications
                let answer = try await server.post(
                    "/auth/customer/emailpass", ["email": .string("\(name)@example.com"), "password": "wrong"])
                #expect(answer.status == 401)
                #expect(answer.json == ["type": "unauthorized", "message": "Invalid email or password"])
                #expect(hasher.verifications == before + 1)
                note("/auth/customer/emailpass", answer)
            }
            // Byte for byte, but for the date.
            #expect(answers.count == 3 && answers.values.allSatisfy { $0.count == 1 })
        }
    }

    @Test("attack 16: guesses draw on the same budgets at every path of this door, in both interfaces")
    func throttle() async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer()
            var statuses: [Int] = []
            for index in 0..<26 {
                let path = ["/store/auth", "/store/auth/token", "/auth/customer/emailpass"][index % 3]
                let answer = try await server.post(
                    path, ["email": .string(TestServer.customer), "password": "wrong"])
                statuses.append(answer.status)
            }
            #expect(statuses.count(401) == 25)
            let answer = try await server.storeSignIn()
            #expect(answer.status == 429)
            #expect(answer["Retry-After"] == "900")
            #expect(answer.json["type"] == "not_allowed" && answer.json["code"] == "too_many_requests")
        }
    }

    @Test("a password that Medusa stored signs in, and is argon2id from then on")
    func imported() async throws {
        try await TestServer.openStore(passwords: nil) { server in
            try await server.becomeCustomer()
            try await server.store(Self.imported, of: TestServer.customer)
            for _ in 0..<2 {
                #expect(try await server.storeSignIn(TestServer.customer, "supersecret").status == 200)
                let hash = try await server.vault.read {
                    try $0.account(EmailAddress(TestServer.customer), in: .store)?.passwordHash?.encoded
                }
                #expect(hash?.hasPrefix("$argon2id$") == true)
            }
        }
    }

    @Test("twelve sign-ins at once with a password that Medusa stored all pass, though each makes the hash anew")
    func importedAtOnce() async throws {
        try await TestServer.openStore(passwords: nil) { server in
            try await server.becomeCustomer()
            try await server.store(Self.imported, of: TestServer.customer)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<12 {
                    tasks.addTask { try await server.storeSignIn(TestServer.customer, "supersecret").status }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 12))
        }
    }

    @Test(
        "a password that is no text is nobody's, not even of whose password reads the same",
        arguments: [12_345_678, true, ["a"]] as [JSON])
    func noText(password: JSON) async throws {
        try await TestServer.openStore { server in
            try await server.becomeCustomer(password: password.text)
            for path in ["/store/auth", "/store/auth/token"] {
                let answer = try await server.post(path, ["email": .string(TestServer.customer), "password": password])
                #expect(answer.status == 401)
            }
        }
    }

    @Test("the limits of all doors hold here: so many requests of one address, and of all")
    func rateLimit() async throws {
        let limits = ["RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "7", "RATE_LIMITER_DURATION": "60"]
        try await TestServer.run(TestServer.store.merging(limits) { $1 }) { server in
            var answers: [HTTPAnswer] = []
            for index in 0..<9 {
                let path = ["/store/auth", "/auth/token/refresh", "/store/nope", "/users/me"][index % 4]
                answers.append(try await server.post(path, [:]))
            }
            #expect(answers.map { $0.status == 429 } == Array(repeating: false, count: 7) + [true, true])
            #expect(answers[8].json["code"] == "too_many_requests")
            #expect(answers[8]["Retry-After"] == "60")
        }
    }

    @Test("attacks 36 and 37: what answers bear, errors too: nosniff, and over https that they come over https only")
    func headers() async throws {
        let secure = ["PUBLIC_URL": "https://shop.example.com", "HSTS_ENABLED": "true"]
        try await TestServer.openStore(secure) { server in
            _ = try await server.becomeCustomer()
            for answer in [
                try await server.storeSignIn(), try await server.storeSignIn(TestServer.customer, "wrong"),
                try await server.client.send("GET", "/store/nope"), try await server.post("/auth/session", [:]),
            ] {
                #expect(answer["X-Content-Type-Options"] == "nosniff")
                #expect(answer["Strict-Transport-Security"]?.hasPrefix("max-age=") == true)
                #expect(answer.all("set-cookie").allSatisfy { $0.contains("; Secure") && $0.contains("; HttpOnly") })
                #expect(answer["X-Powered-By"] == nil)
            }
        }
    }

    @Test(
        "a path answers what it has not as the original's framework does, and each a preflight",
        arguments: ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
    func methods(method: String) async throws {
        try await TestServer.openStore { server in
            for path in ["/store/customers", "/auth/customer/emailpass/register", "/store/no/such/path"] {
                let answer = try await server.client.send(method, path)
                #expect(answer.status == (method == "OPTIONS" ? 204 : 404), "\(path)")
                if method != "OPTIONS" { #expect(answer.text.contains("Cannot \(method) \(path)")) }
            }
        }
    }

    @Test(
        "a body is judged in the original's words and order",
        arguments: [
            ("/store/auth", [:], "email must be an email, password should not be empty"),
            (
                "/store/auth", ["foo": 1],
                "property foo should not exist, email must be an email, password should not be empty"
            ),
            ("/store/customers", ["email": "a@b.co", "password": 5], "password must be a string"),
            ("/store/customers", ["email": "a@b.co", "password": ""], "password should not be empty"),
            (
                "/store/customers", ["email": "a@b.co", "password": "x", "metadata": [:]],
                "property metadata should not exist"
            ),
            ("/store/customers/password-token", [:], "email must be an email"),
            (
                "/store/customers/password-reset", [:],
                "email must be an email, token must be a string, password must be a string"
            ),
        ] as [(String, JSON, String)])
    func validation(path: String, body: JSON, message: String) async throws {
        try await TestServer.openStore { server in
            let answer = try await server.post(path, body)
            #expect(answer.status == 400)
            #expect(answer.json == ["type": "invalid_data", "message": .string(message)])
        }
    }

    @Test(
        "attack 15: exists is limited, counts for the store only, and can be switched off (M6)",
        arguments: [true, false])
    func exists(isTold: Bool) async throws {
        try await TestServer.openStore(["MEDUSA_EXISTS": isTold ? "true" : "false"]) { server in
            try await server.becomeCustomer()
            _ = try await server.register("registered@example.com")
            for (email, isThere) in [
                ("cust@example.com", true), ("CUST%40Example.com", true), ("alice@example.com", false),
                ("registered@example.com", false), ("no%20address", false), ("%00", false), ("%FF", false),
            ] {
                let answer = try await server.client.send("GET", "/store/auth/\(email)")
                #expect(answer.json == ["exists": .bool(isThere && isTold)], "\(email)")
            }
            guard isTold else { return }
            var statuses: [Int] = []
            for _ in 0..<30 {
                statuses.append(try await server.client.send("GET", "/store/auth/a@example.com").status)
            }
            #expect(statuses.count(429) == 7)
        }
    }

    @Test("registrations are limited as those of the team are")
    func registrationLimit() async throws {
        try await TestServer.openStore(["RATE_LIMITER_REGISTRATION_ENABLED": "true"]) { server in
            var statuses: [Int] = []
            for index in 0..<4 {
                let body: JSON = ["email": .string("c\(index)@example.com"), "password": "x"]
                statuses.append(try await server.post("/store/customers", body).status)
                statuses.append(
                    try await server.post(
                        "/auth/customer/emailpass/register",
                        ["email": .string("r\(index)@example.com"), "password": "x"]
                    ).status)
            }
            #expect(statuses.prefix(5).allSatisfy { $0 == 200 })
            #expect(statuses.suffix(3).allSatisfy { $0 == 429 })
        }
    }

    @Test("the same address twice is one customer, whatever its case; of twenty at once, one is made")
    func duplicates() async throws {
        try await TestServer.openStore { server in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for index in 0..<20 {
                    tasks.addTask {
                        let email = index % 2 == 0 ? "cust@example.com" : "CUST@Example.com"
                        return try await server.post(
                            "/store/customers", ["email": .string(email), "password": "x"]
                        ).status
                    }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count(200) == 1)
            #expect(statuses.count(422) == 19)
        }
    }

    @Test("the policy for passwords holds here, too, and costs nobody his link")
    func policy() async throws {
        try await TestServer.openStore { server in
            try await server.set(["auth_password_policy": "/^.{8,}$/"])
            let weak = try await server.post("/store/customers", ["email": "a@example.com", "password": "short"])
            #expect(weak.status == 400 && !weak.text.contains("short"))
            try await server.becomeCustomer()
            let token = try await server.customerResetToken()
            for (password, status) in [("short", 400), ("long enough", 200)] {
                let answer = try await server.post(
                    "/store/customers/password-reset",
                    ["email": .string(TestServer.customer), "token": .string(token), "password": .string(password)])
                #expect(answer.status == status)
            }
        }
    }

    @Test(
        "attack 35: a form of another site's signs nobody in or up, and changes nothing",
        arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
    func foreignForms(type: String) async throws {
        try await TestServer.openStore { server in
            let cookie = try await server.becomeCustomer()
            let body = Array(
                #"{"email":"cust@example.com","password":"a password of the store","first_name":"Eve"}"#.utf8)
            for path in ["/store/auth", "/store/customers", "/store/customers/me", "/auth/customer/emailpass"] {
                let answer = try await server.client.send(
                    "POST", path,
                    headers: TestServer.cookie(cookie) + [("Content-Type", type), ("Origin", "https://evil.example")],
                    body: body)
                // The body is not read as JSON: to the door it is empty. A change of nothing is allowed, and changes nothing.
                let isChange = path == "/store/customers/me"
                #expect(isChange ? answer.status == 200 : [400, 401].contains(answer.status), "\(path)")
                #expect(answer.all("set-cookie").isEmpty)
                #expect(answer["Access-Control-Allow-Origin"] == nil)
            }
            #expect(try await server.storeMe(TestServer.cookie(cookie)).json["customer"]?["first_name"] == .null)
        }
    }

    @Test("STORE_CORS says who may read answers, errors and preflights among them; nobody else")
    func cors() async throws {
        let setting = #"https://shop.example.com,/\.partner\.example$/i"#
        try await TestServer.openStore(["STORE_CORS": setting]) { server in
            for (origin, isAllowed) in [
                ("https://shop.example.com", true), ("https://a.PARTNER.example", true), ("*", false),
                ("https://shop.example.com.evil", false), ("https://evil.example", false), ("null", false),
                ("https://partner.example.evil", false),
            ] {
                for (method, path) in [("GET", "/store/auth"), ("OPTIONS", "/store/auth"), ("GET", "/store/nope")] {
                    let answer = try await server.client.send(method, path, headers: [("Origin", origin)])
                    #expect(answer["Access-Control-Allow-Origin"] == (isAllowed ? origin : nil), "\(origin) \(path)")
                    #expect(answer["Access-Control-Allow-Credentials"] == "true")
                    #expect(answer["Vary"]?.hasPrefix("Origin") == true)
                }
            }
        }
    }
}
