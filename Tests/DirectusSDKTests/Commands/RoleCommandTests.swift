import DirectusSDK
import Foundation
import Testing

@Suite("Commands of /roles")
struct RoleCommandTests {
    @Test(
        "roles are read, made, changed and deleted under their path",
        arguments: [
            CommandCase(.readRoles(), "GET", "/roles"),
            CommandCase(.readRoles(Query(limit: 1)), "GET", "/roles?limit=1"),
            CommandCase(.readRole("k1", Query(fields: ["id"])), "GET", "/roles/k1?fields=id"),
            CommandCase(
                .createRole(["name": "n", "icon": "i"] as JSON, Query(fields: ["id"])), "POST", "/roles?fields=id",
                #"{"name":"n","icon":"i"}"#),
            CommandCase(
                .createRoles([["name": "a"], ["name": "b"]] as [JSON]), "POST", "/roles",
                #"[{"name":"a"},{"name":"b"}]"#),
            CommandCase(
                .updateRole("k1", ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH", "/roles/k1?fields=id",
                #"{"name":"n"}"#),
            CommandCase(
                .updateRoles(["k1", "k2"], ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH",
                "/roles?fields=id", #"{"keys":["k1","k2"],"data":{"name":"n"}}"#),
            CommandCase(
                .updateRolesBatch([["id": "k1", "name": "n"]] as [JSON], Query(fields: ["id"])), "PATCH",
                "/roles?fields=id", #"[{"id":"k1","name":"n"}]"#),
            CommandCase(.deleteRole("k1"), "DELETE", "/roles/k1"),
            CommandCase(.deleteRoles(["k1", "k2"]), "DELETE", "/roles", #"["k1","k2"]"#),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "a UUID is written in small letters, as Directus shows it",
        arguments: try [Self.id].map {
            CommandCase(.readRole(try #require(UUID(uuidString: $0.uppercased()))), "GET", "/roles/\($0)")
        })
    func identifier(command: CommandCase) async throws {
        try await command.check()
    }

    private static let id = "e621e1f8-c36c-495a-93fc-0c247a3e6e5f"
}
