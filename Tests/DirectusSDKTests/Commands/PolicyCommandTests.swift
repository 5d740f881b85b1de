import DirectusSDK
import Foundation
import Testing

@Suite("Commands of /policies")
struct PolicyCommandTests {
    @Test(
        "policies are read, made, changed and deleted under their path",
        arguments: [
            CommandCase(.readPolicies(), "GET", "/policies"),
            CommandCase(.readPolicies(Query(limit: 1)), "GET", "/policies?limit=1"),
            CommandCase(.readPolicy("k1", Query(fields: ["id"])), "GET", "/policies/k1?fields=id"),
            CommandCase(
                .createPolicy(["name": "n", "icon": "i"] as JSON, Query(fields: ["id"])), "POST", "/policies?fields=id",
                #"{"name":"n","icon":"i"}"#),
            CommandCase(
                .createPolicies([["name": "a"], ["name": "b"]] as [JSON]), "POST", "/policies",
                #"[{"name":"a"},{"name":"b"}]"#),
            CommandCase(
                .updatePolicy("k1", ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH", "/policies/k1?fields=id",
                #"{"name":"n"}"#),
            CommandCase(
                .updatePolicies(["k1", "k2"], ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH",
                "/policies?fields=id", #"{"keys":["k1","k2"],"data":{"name":"n"}}"#),
            CommandCase(
                .updatePoliciesBatch([["id": "k1", "name": "n"]] as [JSON], Query(fields: ["id"])), "PATCH",
                "/policies?fields=id", #"[{"id":"k1","name":"n"}]"#),
            CommandCase(.deletePolicy("k1"), "DELETE", "/policies/k1"),
            CommandCase(.deletePolicies(["k1", "k2"]), "DELETE", "/policies", #"["k1","k2"]"#),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "a UUID is written in small letters, as Directus shows it",
        arguments: try [Self.id].map {
            CommandCase(.readPolicy(try #require(UUID(uuidString: $0.uppercased()))), "GET", "/policies/\($0)")
        })
    func identifier(command: CommandCase) async throws {
        try await command.check()
    }

    private static let id = "e621e1f8-c36c-495a-93fc-0c247a3e6e5f"
}
