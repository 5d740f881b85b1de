import SallyportCore
import TestSupport
import Testing

/// Nothing that may not be read can be found out by asking around it (CVE-2023-27481, CVE-2025-64748, CVE-2026-35442).
@Suite("Probing what may not be read")
struct ItemProbeTests {
    /// Bob sees the names of all accounts, but the address and location of his own only.
    private static func prepare(_ server: TestServer) async throws -> Asker {
        let fixture = try await Fixture.make(on: server)
        let administrator = Asker.administrator(server)
        let carol = try #require(fixture.accounts["carol"]).rawValue
        let bob = try #require(fixture.accounts["bob"]).rawValue
        try await administrator.data("PATCH", "/users/\(carol)", body: ["location": "Carolina"])
        try await administrator.data("PATCH", "/users/\(bob)", body: ["location": "Bobville"])
        _ = try await administrator.make(
            "/policies",
            [
                "name": "Names",
                "permissions": [
                    ["collection": "directus_users", "action": "read", "fields": ["id", "first_name", "role"]],
                    [
                        "collection": "directus_users", "action": "read", "fields": ["location", "token"],
                        "permissions": ["id": ["_eq": "$CURRENT_USER"]],
                    ],
                ],
                "users": [["user": .string(bob)]],
            ])
        return Asker(server: server, token: Fixture.bobToken)
    }

    @Test("a field that may be seen in some rows is null in the others")
    func shown() async throws {
        try await TestServer.run { server in
            let bob = try await Self.prepare(server)
            let rows = try await bob.data(
                "GET", "/users",
                ["fields": "first_name,location", "filter[first_name][_in]": "Bob,Carol", "sort": "first_name"])
            #expect(
                rows == [
                    ["first_name": "Bob", "location": "Bobville"], ["first_name": "Carol", "location": .null],
                ])
        }
    }

    @Test("and null to filters, orders, searches, groups and aggregates, through relations too")
    func probed() async throws {
        try await TestServer.run { server in
            let bob = try await Self.prepare(server)
            for filter in [
                #"{"location":{"_eq":"Carolina"}}"#, #"{"location":{"_starts_with":"Caro"}}"#,
                #"{"_and":[{"first_name":{"_eq":"Carol"}},{"location":{"_nnull":true}}]}"#,
                #"{"_and":[{"first_name":{"_eq":"Carol"}},{"location":{"_neq":"x"}}]}"#,
                #"{"_and":[{"first_name":{"_eq":"Carol"}},{"email":{"_nnull":true}}]}"#,
            ] {
                #expect(try await bob.list("/users", "id", ["filter": filter]).isEmpty, "\(filter)")
            }
            #expect(try await bob.list("/users", "id", ["search": "Carolina"]).isEmpty)
            #expect(try await bob.list("/users", "first_name", ["search": "Bobville"]) == ["Bob"])
            // Were the others' locations looked at, Carol would be the last.
            #expect(
                try await bob.list("/users", "first_name", ["sort": "-location,first_name", "limit": "2"])
                    == ["Bob", "Admin"])
            #expect(
                try await bob.data("GET", "/users", ["aggregate[countDistinct]": "location"])
                    == [["countDistinct": ["location": "1"]]])
            #expect(
                try await bob.data("GET", "/users", ["aggregate[max]": "location"])
                    == [["max": ["location": "Bobville"]]])
            let groups = try await bob.data("GET", "/users", ["aggregate[count]": "*", "groupBy": "location"])
            #expect(groups.array?.compactMap { $0["location"]?.string } == ["Bobville"])
            #expect(
                try await bob.list("/roles", "name", ["filter": #"{"users":{"location":{"_eq":"Carolina"}}}"#]).isEmpty)
            #expect(
                try await bob.list("/roles", "name", ["filter": #"{"users":{"location":{"_eq":"Bobville"}}}"#])
                    == ["Member"])
        }
    }

    @Test("secrets tell whether they are there, and nothing else, to administrators either")
    func secrets() async throws {
        try await TestServer.run { server in
            let bob = try await Self.prepare(server)
            for asker in [bob, Asker.administrator(server)] {
                for field in ["password", "token", "tfa_secret"] {
                    for operation in [
                        "_eq", "_neq", "_in", "_nin", "_lt", "_gt", "_between", "_contains", "_starts_with",
                        "_iends_with",
                    ] {
                        let answer = try await asker("GET", "/users", ["filter[\(field)][\(operation)]": "$argon2id"])
                        #expect(answer.status == 400, "\(field) \(operation)")
                        let nested = try await asker(
                            "GET", "/roles", ["filter[users][\(field)][\(operation)]": "$argon2id"])
                        #expect(nested.status == 400, "\(field) \(operation)")
                    }
                    for query: KeyValuePairs<String, String> in [
                        ["sort": field], ["sort": "-\(field)"], ["aggregate[min]": field], ["aggregate[max]": field],
                        ["aggregate[countDistinct]": field], ["aggregate[count]": "*", "groupBy": field],
                    ] {
                        #expect(try await asker("GET", "/users", query).status == 400, "\(query)")
                    }
                }
                #expect(try await asker.list("/users", "id", ["search": "$argon2id"]).isEmpty)
                #expect(try await asker.list("/users", "id", ["search": "argon"]).isEmpty)
            }
            #expect(
                try await bob.data("GET", "/users", ["fields": "first_name,token", "sort": "id"]).array?.count == 14)
            #expect(
                try await bob.list("/users", "first_name", ["filter[token][_nnull]": "true"]) == ["Bob"])
        }
    }

    @Test("what is counted is what may be seen")
    func counted() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let bob = Asker(server: server, token: Fixture.bobToken)
            let roles = try await bob.data("GET", "/roles", ["fields": "name,count(users)"])
            #expect(roles == [["name": "Member", "users_count": 1]])
            let answer = try await bob("GET", "/users", ["meta": "*"])
            #expect(answer.json["meta"] == ["total_count": 1, "filter_count": 1])
        }
    }

    @Test(
        "nothing is asked of nobody, and nobody may ask it",
        arguments: [("POST", []), ("PATCH", []), ("PATCH", ["keys": [], "data": ["title": "x"]]), ("DELETE", [])]
            as [(String, JSON)])
    func nothing(method: String, body: JSON) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            #expect(try await Asker(server: server)(method, "/users", body: body).status == 403)
        }
    }

    @Test("a permission whose filter is not understood grants nothing")
    func brokenRule() async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let policy = try await Asker.administrator(server).make("/policies", ["name": "Broken"])
            let bob = try #require(fixture.accounts["bob"])
            try await server.vault.write(.durable) { transaction in
                try transaction.insert(
                    Permission(
                        policy: Policy.ID(rawValue: policy), collection: "directus_users", action: .read,
                        filter: #"{"_nor":[]}"#, fields: ["*"]))
                try transaction.insert(
                    Permission(
                        policy: Policy.ID(rawValue: policy), collection: "directus_users", action: .read,
                        filter: #"{"id":{"_eq":"$CURRENT_PLANET"}}"#, fields: ["*"]))
                try transaction.attach(
                    Policy.ID(rawValue: policy), to: .account(bob), id: "00000000-0000-4000-8000-000000000001")
            }
            let asker = Asker(server: server, token: Fixture.bobToken)
            #expect(try await asker.list("/users", "first_name") == ["Bob"])
        }
    }
}
