import SallyportCore
import TestSupport
import Testing

/// Values that no column holds: each is refused with what is wrong, and none is the database's fault.
@Suite("Values that no item can have")
struct ItemValueAbuseTests {
    private static func post(_ server: TestServer, _ path: String, _ json: JSON) async throws -> HTTPAnswer {
        try await server.client.send("POST", path, headers: TestServer.asAdministrator, json: json)
    }

    @Test(
        "a provider's name and key are texts of their columns' lengths", arguments: ["provider", "external_identifier"])
    func providers(_ field: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let nul = try await Self.post(server, "/users", .object([field: "a\0b"]))
            #expect(nul.status == 400)
            #expect(nul.errorCode == "INVALID_PAYLOAD")
            let long = try await Self.post(
                server, "/users", .object([field: .string(String(repeating: "a", count: 256))]))
            #expect(long.status == 400)
            #expect(long.errorCode == "VALUE_TOO_LONG")
        }
    }

    @Test("a number has 32 bits, so that sums of it are numbers too")
    func numbers() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let policies = try await server.client.send("GET", "/policies", headers: TestServer.asAdministrator)
            let policy = try #require(policies.json["data"]?.array?.first?["id"])
            for number in [Int64(Int32.max) + 1, Int64(Int32.min) - 1, .max, .min] {
                let answer = try await Self.post(server, "/access", ["policy": policy, "sort": .integer(number)])
                #expect(answer.status == 400)
                #expect(answer.errorCode == "VALUE_OUT_OF_RANGE")
            }
            for _ in 0..<2 {
                let made = try await Self.post(
                    server, "/access", ["policy": policy, "sort": .integer(Int64(Int32.max))])
                #expect(made.status == 200)
            }
            let answer = try await server.client.send(
                "GET", "/access?aggregate[sum]=sort", headers: TestServer.asAdministrator)
            #expect(answer.json["data"] == [["sum": ["sort": "4294967294"]]])
        }
    }

    @Test(
        "what must have a value has one, also where it has a default",
        arguments: [
            ("/policies", "app_access"), ("/policies", "admin_access"), ("/policies", "enforce_tfa"),
            ("/policies", "icon"), ("/roles", "icon"),
        ])
    func missing(_ path: String, _ field: String) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await Self.post(server, path, .object(["name": "Some", field: .null]))
            #expect(answer.status == 400)
            #expect(answer.errorCode == "NOT_NULL_VIOLATION")
            let made = try await Self.post(server, path, ["name": "Some"])
            let id = try #require(made.json["data"]?["id"]?.string)
            let changed = try await server.client.send(
                "PATCH", "\(path)/\(id)", headers: TestServer.asAdministrator, json: .object([field: .null]))
            #expect(changed.status == 400)
            #expect(changed.errorCode == "NOT_NULL_VIOLATION")
        }
    }

    @Test("a role gives away its own members only")
    func foreignMembers() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let first = try await Self.post(server, "/roles", ["name": "First", "users": [["email": "a@example.com"]]])
            let role = try #require(first.json["data"]?["id"])
            let member = try #require(first.json["data"]?["users"]?.array?.first)
            let second = try await Self.post(
                server, "/roles", ["name": "Second", "users": ["delete": [member]]])
            #expect(second.status == 200)
            let answer = try await server.client.send(
                "GET", "/users/\(member.string ?? "")", headers: TestServer.asAdministrator)
            #expect(answer.json["data"]?["role"] == role)
            let own = try await server.client.send(
                "PATCH", "/roles/\(role.string ?? "")", headers: TestServer.asAdministrator,
                json: ["users": ["delete": [member]]])
            #expect(own.json["data"]?["users"] == [])
        }
    }

    @Test("an account's id is its own: who makes another with it learns that, and nothing of an address")
    func takenIdentifier() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let own = try await server.client.send("GET", "/users/me", headers: TestServer.asAdministrator)
            let id = try #require(own.json["data"]?["id"])
            let answer = try await Self.post(server, "/users", ["id": id, "email": "other@example.com"])
            #expect(answer.status == 400)
            #expect(answer.errorCode == "RECORD_NOT_UNIQUE")
            #expect(answer.json["errors"]?.array?.first?["extensions"]?["field"] == "id")
        }
    }
}
