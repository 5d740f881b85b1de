import DirectusSDK
import Testing

@Suite("Commands of /permissions")
struct PermissionCommandTests {
    @Test(
        "permissions are read, made, changed and deleted under their path, by numbers",
        arguments: [
            CommandCase(.readPermissions(), "GET", "/permissions"),
            CommandCase(.readPermissions(Query(limit: 1)), "GET", "/permissions?limit=1"),
            CommandCase(.readPermission(7, Query(fields: ["id"])), "GET", "/permissions/7?fields=id"),
            CommandCase(
                .createPermission(["collection": "c", "action": "read"] as JSON, Query(fields: ["id"])), "POST",
                "/permissions?fields=id", #"{"collection":"c","action":"read"}"#),
            CommandCase(
                .createPermissions([["action": "read"], ["action": "share"]] as [JSON]), "POST", "/permissions",
                #"[{"action":"read"},{"action":"share"}]"#),
            CommandCase(
                .updatePermission(7, ["fields": ["*"]] as JSON, Query(fields: ["id"])), "PATCH",
                "/permissions/7?fields=id", #"{"fields":["*"]}"#),
            CommandCase(
                .updatePermissions([7, 8], ["fields": ["*"]] as JSON, Query(fields: ["id"])), "PATCH",
                "/permissions?fields=id", #"{"keys":[7,8],"data":{"fields":["*"]}}"#),
            CommandCase(
                .updatePermissionsBatch([["id": 7, "fields": .null]] as [JSON], Query(fields: ["id"])), "PATCH",
                "/permissions?fields=id", #"[{"id":7,"fields":null}]"#),
            CommandCase(.deletePermission(7), "DELETE", "/permissions/7"),
            CommandCase(.deletePermissions([7, 8]), "DELETE", "/permissions", "[7,8]"),
        ])
    func commands(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "what one may do oneself is asked of all collections, of a singleton, of an item",
        arguments: [
            CommandCase(.readUserPermissions(), "GET", "/permissions/me"),
            CommandCase(.readItemPermissions("directus_settings"), "GET", "/permissions/me/directus_settings"),
            CommandCase(.readItemPermissions("articles", 7), "GET", "/permissions/me/articles/7"),
            CommandCase(.readItemPermissions("a/b", "c d"), "GET", "/permissions/me/a%2Fb/c%20d"),
        ])
    func own(command: CommandCase) async throws {
        try await command.check()
    }

    private struct NewPermission: Encodable {
        let collection: String
        let action: DirectusPermission.Action
        let permissions: Filter
    }

    @Test(
        "a filter and an action can be part of a type of one's own",
        arguments: [
            CommandCase(
                .createPermission(
                    NewPermission(
                        collection: "articles", action: .update, permissions: ["owner": .eq("$CURRENT_USER")])), "POST",
                "/permissions",
                #"{"action":"update","collection":"articles","permissions":{"owner":{"_eq":"$CURRENT_USER"}}}"#)
        ])
    func ownType(command: CommandCase) async throws {
        try await command.check()
    }
}
