import SallyportCore
import TestSupport
import Testing

/// Queries of items that are no use to anybody, from an administrator who may ask anything: each is answered or refused, and
/// none is the database's fault.
@Suite("Queries that strain the server")
struct ItemQueryAbuseTests {
    private static func search(_ server: TestServer, _ path: String, _ query: JSON) async throws -> HTTPAnswer {
        try await server.client.send(
            "SEARCH", path, headers: TestServer.asAdministrator, json: ["query": query])
    }

    private static func withServer(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            try await body(server)
        }
    }

    @Test("a filter follows ten relations, and is refused with the eleventh")
    func relations() async throws {
        try await Self.withServer { server in
            for (count, status) in [(10, 200), (11, 400), (40, 400)] {
                let filter = (0..<count).reversed().reduce(["id": ["_nnull": true]] as JSON) { inner, level in
                    .object([level.isMultiple(of: 2) ? "role" : "users": inner])
                }
                let answer = try await Self.search(server, "/users", ["filter": filter])
                #expect(answer.status == status, "\(count) relations: \(answer.text)")
            }
        }
    }

    @Test("conditions by the thousand are answered", arguments: ["_and", "_or"])
    func manyConditions(_ word: String) async throws {
        try await Self.withServer { server in
            let conditions = (0..<900).map { JSON.object(["title": ["_neq": .string("\($0)")]]) }
            let answer = try await Self.search(server, "/users", ["filter": .object([word: .array(conditions)])])
            #expect(answer.status == 200, "\(answer.text)")
            var operators = JSON.Object()
            for number in 0..<1900 { operators.append("_neq", .string("\(number)")) }
            let other = try await Self.search(server, "/users", ["filter": ["title": .object(operators)]])
            #expect(other.status == 200, "\(other.text)")
        }
    }

    @Test("nesting as deep as a body may is answered", arguments: ["_and", "_or"])
    func nesting(_ word: String) async throws {
        try await Self.withServer { server in
            let leaf: JSON = ["id": ["_nnull": true]]
            let filter = (0..<45).reduce(leaf) { inner, _ in .object([word: [leaf, inner, leaf]]) }
            let answer = try await Self.search(server, "/users", ["filter": filter])
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test(
        "a variable of another kind than the field does not suit it",
        arguments: [
            ("/permissions", "id", "_in", "$CURRENT_ROLES"), ("/permissions", "id", "_eq", "$CURRENT_USER"),
            ("/activity", "timestamp", "_gt", "$CURRENT_USER"),
            ("/policies", "admin_access", "_eq", "$NOW"), ("/users", "title", "_lt", "$CURRENT_ROLES"),
            ("/users", "year(last_access)", "_eq", "$NOW"),
        ])
    func variables(_ path: String, _ field: String, _ comparison: String, _ variable: String) async throws {
        try await Self.withServer { server in
            let answer = try await Self.search(
                server, path, ["filter": .object([field: .object([comparison: .string(variable)])])])
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.errorCode == "INVALID_QUERY")
        }
    }

    @Test(
        "which session is one's own is shown, and no part of a question",
        arguments: [
            ["filter": ["current": ["_eq": true]]], ["filter": ["current": ["_null": true]]], ["sort": ["current"]],
            ["groupBy": ["current"]], ["aggregate": ["count": ["current"]]],
        ] as [JSON])
    func current(_ query: JSON) async throws {
        try await Self.withServer { server in
            #expect(try await Self.search(server, "/sessions", ["fields": ["current"]]).status == 200)
            let answer = try await Self.search(server, "/sessions", query)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.errorCode == "INVALID_QUERY")
        }
    }

    @Test("what is named again and again counts once", arguments: ["fields", "sort", "groupBy"])
    func repetition(_ parameter: String) async throws {
        try await Self.withServer { server in
            let names = JSON.array(Array(repeating: "id", count: 5000))
            let answer = try await Self.search(
                server, "/users",
                .object([parameter: names, "aggregate": parameter == "groupBy" ? ["count": ["*", "*"]] : .null]))
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["data"]?.array?.count == 1)
            let counted = try await Self.search(server, "/users", ["aggregate": ["count": names]])
            #expect(counted.json["data"] == [["count": ["id": "1"]]])
        }
    }

    @Test("more than a thousand keys at once are refused", arguments: [("SEARCH", "/users"), ("DELETE", "/sessions")])
    func manyKeys(_ method: String, _ path: String) async throws {
        try await Self.withServer { server in
            let key: JSON = "11111111-1111-4111-8111-111111111111"
            let answer = try await server.client.send(
                method, path, headers: TestServer.asAdministrator,
                json: ["keys": .array(Array(repeating: key, count: 1001))])
            #expect(answer.status == 400, "\(answer.text)")
        }
    }

    @Test("a window that reaches beyond all numbers shows what is left")
    func window() async throws {
        try await Self.withServer { server in
            for email in ["a@example.com", "b@example.com"] {
                _ = try await server.client.send(
                    "POST", "/users", headers: TestServer.asAdministrator, json: ["email": .string(email)])
            }
            let role = try await server.client.send(
                "POST", "/roles", headers: TestServer.asAdministrator,
                json: ["name": "Several", "users": [["email": "c@example.com"], ["email": "d@example.com"]]])
            #expect(role.status == 200)
            let answer = try await Self.search(
                server, "/roles",
                [
                    "fields": ["users"], "filter": ["name": ["_eq": "Several"]],
                    "deep": ["users": ["_limit": .integer(.max), "_offset": 1]],
                ])
            #expect(answer.json["data"]?.array?.first?["users"]?.array?.count == 1, "\(answer.text)")
        }
    }

    @Test("settings are an item that one has rights to", arguments: ["", "/1"])
    func rightsToSettings(_ key: String) async throws {
        try await Self.withServer { server in
            let answer = try await server.client.send(
                "GET", "/permissions/me/directus_settings\(key)", headers: TestServer.asAdministrator)
            #expect(answer.json["data"]?["update"]?["access"] == true, "\(answer.text)")
            let nobody = try await server.client.send("GET", "/permissions/me/directus_settings\(key)")
            #expect(nobody.json["data"]?["update"]?["access"] == false, "\(nobody.text)")
        }
    }
}
