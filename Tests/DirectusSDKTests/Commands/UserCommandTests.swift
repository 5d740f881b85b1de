import DirectusSDK
import Foundation
import Testing

@Suite("Commands of /users")
struct UserCommandTests {
    @Test(
        "users are read, made, changed and deleted under their path",
        arguments: [
            CommandCase(.readUsers(), "GET", "/users"),
            CommandCase(.readUsers(Query(limit: 1)), "GET", "/users?limit=1"),
            CommandCase(.readUser("k1", Query(fields: ["id"])), "GET", "/users/k1?fields=id"),
            CommandCase(
                .createUser(["name": "n", "icon": "i"] as JSON, Query(fields: ["id"])), "POST", "/users?fields=id",
                #"{"name":"n","icon":"i"}"#),
            CommandCase(
                .createUsers([["name": "a"], ["name": "b"]] as [JSON]), "POST", "/users",
                #"[{"name":"a"},{"name":"b"}]"#),
            CommandCase(
                .updateUser("k1", ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH", "/users/k1?fields=id",
                #"{"name":"n"}"#),
            CommandCase(
                .updateUsers(["k1", "k2"], ["name": "n"] as JSON, Query(fields: ["id"])), "PATCH",
                "/users?fields=id", #"{"keys":["k1","k2"],"data":{"name":"n"}}"#),
            CommandCase(
                .updateUsersBatch([["id": "k1", "name": "n"]] as [JSON], Query(fields: ["id"])), "PATCH",
                "/users?fields=id", #"[{"id":"k1","name":"n"}]"#),
            CommandCase(.deleteUser("k1"), "DELETE", "/users/k1"),
            CommandCase(.deleteUsers(["k1", "k2"]), "DELETE", "/users", #"["k1","k2"]"#),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "a UUID is written in small letters, as Directus shows it",
        arguments: try [Self.id].map {
            CommandCase(.readUser(try #require(UUID(uuidString: $0.uppercased()))), "GET", "/users/\($0)")
        })
    func identifier(command: CommandCase) async throws {
        try await command.check()
    }

    private static let id = "e621e1f8-c36c-495a-93fc-0c247a3e6e5f"
}
