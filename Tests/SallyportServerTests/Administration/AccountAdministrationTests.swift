import SallyportCore
import TestSupport
import Testing

/// Accounts through `/users`: the original's rules with their messages, and what becomes of sessions (Directus spec section
/// 2.1; design section 5).
@Suite("Administering accounts")
struct AccountAdministrationTests {
    @Test("made one by one, many at once, with all that a client may give")
    func create() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let given = "7ab91f9a-1111-4000-8000-000000000000"
            let made = try await administrator.data(
                "POST", "/users", ["fields": "id,email,role,status,token,password,title,tags,provider"],
                body: [
                    "id": .string(given), "email": "New@Example.com", "password": "new horse 9", "title": "Dr",
                    "role": .string(fixture.member.rawValue), "token": "new-token-9", "tags": ["a", "b"],
                ])
            #expect(
                made == [
                    "id": .string(given), "email": "New@Example.com", "role": .string(fixture.member.rawValue),
                    "status": "active", "token": "**********", "password": "**********", "title": "Dr",
                    "tags": ["a", "b"], "provider": "default",
                ])
            _ = try await Visitor(server, email: "new@example.com", password: "new horse 9")
            #expect(try await Asker(server: server, token: "new-token-9")("GET", "/users/me").status == 200)
            let two = try await administrator.data(
                "POST", "/users", ["fields": "email"],
                body: [["email": "one@example.com"], ["email": "two@example.com", "status": "draft"]])
            #expect(two == [["email": "one@example.com"], ["email": "two@example.com"]])
        }
    }

    @Test("all or nothing: one that is refused leaves none behind")
    func allOrNothing() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let answer = try await administrator(
                "POST", "/users", body: [["email": "fresh@example.com"], ["email": "Alice@example.com"]])
            #expect(answer.status == 400)
            #expect(answer.errorCode == "RECORD_NOT_UNIQUE")
            #expect(try await administrator.list("/users", "id", ["filter[email][_eq]": "fresh@example.com"]).isEmpty)
        }
    }

    /// A body, and the code and the words that it is refused with; without a code it is taken.
    struct Refusal: Sendable {
        var body: JSON
        var code: String
        var words: String

        init(_ body: JSON, _ code: String, _ words: String) {
            self.body = body
            self.code = code
            self.words = words
        }
    }

    private static let refused: [Refusal] = [
        Refusal(["email": "nope"], "FAILED_VALIDATION", "Value has to be a valid email address."),
        Refusal(["email": "ALICE@example.com"], "RECORD_NOT_UNIQUE", "[alice@example.com]"),
        Refusal(["email": "x@example.com", "token": .string(Fixture.bobToken)], "RECORD_NOT_UNIQUE", "\"token\""),
        Refusal(
            ["email": "x@example.com", "password": ""], "FAILED_VALIDATION", "Value doesn't have the correct format."),
        Refusal(["email": "x@example.com", "role": "no such role"], "INVALID_PAYLOAD", "role"),
        Refusal(["email": "x@example.com", "status": "asleep"], "INVALID_PAYLOAD", "status"),
        Refusal(["email": "x@example.com", "first_name": 7], "", ""),
        Refusal(["email": "x@example.com", "first_name": ["x"]], "INVALID_PAYLOAD", "first_name"),
        Refusal(
            ["email": "x@example.com", "last_name": .string(String(repeating: "x", count: 51))], "VALUE_TOO_LONG",
            "last_name"),
        Refusal(["email": "x@example.com", "id": "7"], "INVALID_PAYLOAD", "id"),
        Refusal(["email": "x@example.com", "policies": 7], "INVALID_PAYLOAD", "policies"),
        Refusal(
            ["email": "x@example.com", "policies": [["policy": "7ab91f9a-1111-4000-8000-000000000000"]]],
            "INVALID_FOREIGN_KEY", "policy"),
        Refusal(["email": "x@example.com", "external_identifier": "a\0b"], "INVALID_PAYLOAD", "external_identifier"),
        Refusal(
            ["email": "x@example.com", "provider": .string(String(repeating: "x", count: 129))], "VALUE_TOO_LONG",
            "provider"),
        Refusal(["email": "x@example.com", "role": "a\0b"], "INVALID_PAYLOAD", "role"),
        Refusal("text", "INVALID_PAYLOAD", ""),
        Refusal([7], "INVALID_PAYLOAD", "object"),
    ]

    @Test("what breaks a rule is refused in the original's words", arguments: refused)
    func refusals(refusal: Refusal) async throws {
        let (body, code, words) = (refusal.body, refusal.code, refusal.words)
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await Asker.administrator(server)("POST", "/users", body: body)
            #expect(answer.status == (code.isEmpty ? 200 : 400), "\(answer.text)")
            #expect(answer.errorCode ?? "" == code)
            #expect(words.isEmpty || answer.errorMessage?.contains(words) == true, "\(answer.text)")
        }
    }

    @Test(
        "what ends anything ends all sessions of the account, in every mode, at once",
        arguments: [
            ["status": "suspended"], ["status": "archived"], ["password": "another horse 9"],
            ["email": "other@example.com"],
        ] as [JSON])
    func endings(change: JSON) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"]).rawValue
            for mode in TokenMode.allCases {
                var visitor = try await Visitor(server, mode)
                #expect(try await visitor.readSelf().status == 200)
                let answer = try await Asker.administrator(server)("PATCH", "/users/\(alice)", body: change)
                #expect(answer.status == 200)
                #expect(try await visitor.readSelf().status == 401)
                #expect(try await visitor.refresh().status == 401)
                try await Asker.administrator(server).data(
                    "PATCH", "/users/\(alice)",
                    body: ["status": "active", "password": .string(Fixture.password), "email": "alice@example.com"])
            }
        }
    }

    @Test("what ends nothing leaves sessions alone; a new role counts in the next request")
    func survivors() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"]).rawValue
            let administrator = Asker.administrator(server)
            var visitor = try await Visitor(server)
            #expect(try await visitor.readSelf().json["data"]?["email"] == "alice@example.com")
            try await administrator.data("PATCH", "/users/\(alice)", body: ["title": "Dr", "role": .null])
            #expect(try await visitor.readSelf().json["data"] == ["id": .string(alice)])
            #expect(try await visitor.refresh().status == 200)
        }
    }

    @Test("asterisks that were read and are posted back change no secret")
    func mask() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let bob = try #require(fixture.accounts["bob"]).rawValue
            let administrator = Asker.administrator(server)
            let read = try await administrator.data(
                "GET", "/users/\(bob)", ["fields": "id,email,first_name,password,token,status,role"])
            var visitor = try await Visitor(server, email: "bob@example.com")
            try await administrator.data(
                "PATCH", "/users/\(bob)",
                body: ["password": try #require(read["password"]), "token": try #require(read["token"])])
            #expect(try await visitor.refresh().status == 200)
            #expect(try await Asker(server: server, token: Fixture.bobToken)("GET", "/users/me").status == 200)
            _ = try await Visitor(server, email: "bob@example.com")
        }
    }

    @Test("several at once: by keys, by a query, each with its own change; an address is never two accounts'")
    func batches() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let keys = try ["alice", "bob"].map { JSON.string(try #require(fixture.accounts[$0]).rawValue) }
            let changed = try await administrator.data(
                "PATCH", "/users", ["fields": "title"], body: ["keys": .array(keys), "data": ["title": "A"]])
            #expect(changed == [["title": "A"], ["title": "A"]])
            let each = try await administrator.data(
                "PATCH", "/users", ["fields": "title"],
                body: [["id": keys[0], "title": "B"], ["id": keys[1], "title": "C"]])
            #expect(each == [["title": "B"], ["title": "C"]])
            let chosen = try await administrator.data(
                "PATCH", "/users", ["fields": "title"],
                body: ["query": ["filter": ["title": ["_in": ["B", "C"]]]], "data": ["title": "D"]])
            #expect(chosen == [["title": "D"], ["title": "D"]])
            let doubled = try await administrator(
                "PATCH", "/users", body: ["keys": .array(keys), "data": ["email": "both@example.com"]])
            #expect(doubled.errorCode == "RECORD_NOT_UNIQUE")
            #expect(doubled.json["errors"]?.array?.first?["extensions"]?["value"] == "both@example.com")
            let missing = try await administrator(
                "PATCH", "/users",
                body: ["keys": [keys[0], "00000000-0000-4000-8000-000000000000"], "data": ["title": "E"]])
            #expect(missing.errorCode == "FORBIDDEN")
            #expect(try await administrator.list("/users", "id", ["filter[title][_eq]": "E"]).isEmpty)
            #expect(
                try await administrator("DELETE", "/users", body: ["query": ["filter": ["title": "D"]]]).status == 204)
            #expect(try await administrator.list("/users", "id", ["filter[title][_eq]": "D"]).isEmpty)
        }
    }

    @Test("accounts that get one password together do not share a salt")
    func salts() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let keys = try ["alice", "bob"].map { try #require(fixture.accounts[$0]) }
            try await Asker.administrator(server).data(
                "PATCH", "/users",
                body: ["keys": .array(keys.map { .string($0.rawValue) }), "data": ["password": "shared horse 9"]])
            let hashes = try await server.vault.read { reading in
                try keys.compactMap { try reading.account($0)?.passwordHash }
            }
            #expect(Set(hashes).count == 2)
            _ = try await Visitor(server, password: "shared horse 9")
        }
    }

    @Test("who may make accounts but not see them gets 204, and the account is there")
    func unseen() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let administrator = Asker.administrator(server)
            let policy = try await administrator.make(
                "/policies",
                [
                    "name": "Maker",
                    "permissions": [
                        [
                            "collection": "directus_users", "action": "create", "fields": ["email", "first_name"],
                            "presets": ["location": "Preset", "description": "$CURRENT_USER"],
                            "validation": ["email": ["_ends_with": "@made.example"]],
                        ]
                    ],
                ])
            let maker = try await administrator.make(
                "/users",
                ["email": "maker@example.com", "token": "maker-token-9", "policies": [["policy": .string(policy)]]])
            let asker = Asker(server: server, token: "maker-token-9")
            #expect(try await asker("POST", "/users", body: ["email": "x@made.example"]).status == 204)
            let made = try await administrator.data(
                "GET", "/users", ["filter[email][_eq]": "x@made.example", "fields": "location,description"])
            #expect(made == [["location": "Preset", "description": .string(maker)]])
            let refused = try await asker("POST", "/users", body: ["email": "x@other.example"])
            #expect(refused.status == 400)
            #expect(refused.errorCode == "FAILED_VALIDATION")
            let field = try await asker("POST", "/users", body: ["email": "y@made.example", "role": .null])
            #expect(field.status == 403)
            #expect(field.errorMessage?.contains("\"role\"") == true)
        }
    }

    @Test("an account of the store is nobody here")
    func otherRealm() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let id = Account.ID(rawValue: "11111111-0000-4000-8000-000000000000")
            try await server.vault.write(.durable) { transaction in
                try transaction.insert(
                    Account(id: id, realm: .store, email: EmailAddress("shopper@example.com")), profile: Profile(),
                    at: try transaction.now)
            }
            let administrator = Asker.administrator(server)
            #expect(try await administrator("GET", "/users/\(id)").status == 403)
            #expect(try await administrator("PATCH", "/users/\(id)", body: ["title": "x"]).status == 403)
            #expect(try await administrator("DELETE", "/users/\(id)").status == 403)
            #expect(try await administrator.list("/users", "id", ["filter[email][_eq]": "shopper@example.com"]).isEmpty)
            let access = try await administrator(
                "POST", "/access", body: ["user": .string(id.rawValue), "policy": .string(id.rawValue)])
            #expect(access.errorCode == "INVALID_FOREIGN_KEY")
        }
    }
}
