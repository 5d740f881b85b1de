import DirectusSDK
import Foundation
import Testing

@Suite("Commands of /access")
struct AccessCommandTests {
    @Test(
        "assignments are read, made, changed and deleted under their path",
        arguments: [
            CommandCase(.readAccesses(), "GET", "/access"),
            CommandCase(.readAccesses(Query(limit: 1)), "GET", "/access?limit=1"),
            CommandCase(.readAccess("k1", Query(fields: ["id"])), "GET", "/access/k1?fields=id"),
            CommandCase(
                .createAccess(["role": "r1", "policy": "p1"] as JSON, Query(fields: ["id"])), "POST",
                "/access?fields=id",
                #"{"role":"r1","policy":"p1"}"#),
            CommandCase(
                .createAccesses([["policy": "p1"], ["policy": "p2"]] as [JSON]), "POST", "/access",
                #"[{"policy":"p1"},{"policy":"p2"}]"#),
            CommandCase(
                .updateAccess("k1", ["sort": 1] as JSON, Query(fields: ["id"])), "PATCH", "/access/k1?fields=id",
                #"{"sort":1}"#),
            CommandCase(
                .updateAccesses(["k1", "k2"], ["sort": 1] as JSON, Query(fields: ["id"])), "PATCH",
                "/access?fields=id", #"{"keys":["k1","k2"],"data":{"sort":1}}"#),
            CommandCase(
                .updateAccessesBatch([["id": "k1", "sort": 2]] as [JSON], Query(fields: ["id"])), "PATCH",
                "/access?fields=id", #"[{"id":"k1","sort":2}]"#),
            CommandCase(.deleteAccess("k1"), "DELETE", "/access/k1"),
            CommandCase(.deleteAccesses(["k1", "k2"]), "DELETE", "/access", #"["k1","k2"]"#),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "a UUID is written in small letters, as Directus shows it",
        arguments: try [Self.id].map {
            CommandCase(.readAccess(try #require(UUID(uuidString: $0.uppercased()))), "GET", "/access/\($0)")
        })
    func identifier(command: CommandCase) async throws {
        try await command.check()
    }

    private static let id = "e621e1f8-c36c-495a-93fc-0c247a3e6e5f"
}
