import DirectusSDK
import Foundation
import Testing

@Suite("Commands of /items")
struct ItemCommandTests {
    @Test(
        "items are read",
        arguments: [
            CommandCase(.readItems("articles"), "GET", "/items/articles"),
            CommandCase(.readItems("articles", Query(limit: 2)), "GET", "/items/articles?limit=2"),
            CommandCase(.readItem("articles", 7), "GET", "/items/articles/7"),
            CommandCase(.readItem("articles", Int64(7)), "GET", "/items/articles/7"),
            CommandCase(.readItem("articles", "a", Query(fields: ["*"])), "GET", "/items/articles/a?fields=*"),
            CommandCase(.readSingleton("settings", Query(fields: ["id"])), "GET", "/items/settings?fields=id"),
        ])
    func read(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "items are made, their members in the order of the app",
        arguments: [
            CommandCase(
                .createItem("articles", ["title": "Hello", "body": "…", "author": .null] as JSON), "POST",
                "/items/articles", #"{"title":"Hello","body":"…","author":null}"#),
            CommandCase(
                .createItem("articles", ["title": "Hello"] as JSON, Query(fields: ["id"])), "POST",
                "/items/articles?fields=id", #"{"title":"Hello"}"#),
            CommandCase(
                .createItems("articles", [["title": "a", "id": 1], ["title": "b", "id": 2]] as [JSON]), "POST",
                "/items/articles", #"[{"title":"a","id":1},{"title":"b","id":2}]"#),
        ])
    func create(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "items are changed by key, by keys, by query, and each by its own values",
        arguments: [
            CommandCase(
                .updateItem("articles", 7, ["title": "New"] as JSON, Query(fields: ["id"])), "PATCH",
                "/items/articles/7?fields=id", #"{"title":"New"}"#),
            CommandCase(
                .updateItems("articles", [1, 2], ["status": "draft"] as JSON, Query(fields: ["id"])), "PATCH",
                "/items/articles?fields=id", #"{"keys":[1,2],"data":{"status":"draft"}}"#),
            CommandCase(
                .updateItems(
                    "articles", where: Query(filter: ["views": .lt(3)], limit: 5), ["status": "draft"] as JSON,
                    Query(fields: ["id"])), "PATCH", "/items/articles?fields=id",
                #"{"query":{"filter":{"views":{"_lt":3}},"limit":5},"data":{"status":"draft"}}"#),
            CommandCase(
                .updateItemsBatch("articles", [["title": "a", "id": 1]] as [JSON]), "PATCH", "/items/articles",
                #"[{"title":"a","id":1}]"#),
            CommandCase(
                .updateSingleton("settings", ["title": "New"] as JSON), "PATCH", "/items/settings",
                #"{"title":"New"}"#),
        ])
    func update(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "items are deleted by key, by keys and by query",
        arguments: [
            CommandCase(.deleteItem("articles", 7), "DELETE", "/items/articles/7"),
            CommandCase(.deleteItems("articles", ["a", "b"]), "DELETE", "/items/articles", #"{"keys":["a","b"]}"#),
            CommandCase(.deleteItems("articles", [1, 2]), "DELETE", "/items/articles", #"{"keys":[1,2]}"#),
            CommandCase(
                .deleteItems("articles", where: Query(filter: ["status": .eq("draft")], limit: -1)), "DELETE",
                "/items/articles", #"{"query":{"filter":{"status":{"_eq":"draft"}},"limit":-1}}"#),
        ])
    func delete(command: CommandCase) async throws {
        try await command.check()
    }
}
