import DirectusSDK
import Foundation
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Items of the app's are written as JSON")
struct EncodingTests {
    private struct Article: Encodable, Sendable {
        var title = "a/b \"ü\""
        var subtitle: String?
        var views: Int? = 3
        var price = 0.1
        var date = Date(timeIntervalSince1970: 1_780_653_600)
        var author: [String: String]? = ["name": "Ada"]
    }

    private static let wire =
        #"{"author":{"name":"Ada"},"date":"2026-06-05T10:00:00.000Z","price":0.1,"title":"a/b \"ü\"","views":3}"#

    @Test(
        "without what is nil, dates as Directus writes them",
        arguments: [
            CommandCase(.createItem("articles", Article()), "POST", "/items/articles", wire),
            CommandCase(.createItems("articles", [Article()]), "POST", "/items/articles", "[\(wire)]"),
            CommandCase(
                .updateItems("articles", [1], Article()), "PATCH", "/items/articles",
                #"{"keys":[1],"data":\#(wire)}"#),
            CommandCase(.updateMe(Article()), "PATCH", "/users/me", wire),
            CommandCase(.createItem("articles", ["b": 1, "a": 2]), "POST", "/items/articles", #"{"a":2,"b":1}"#),
        ])
    func encodable(command: CommandCase) async throws {
        try await command.check()
    }

    @Test("a JSON value is written as it is, its nulls too")
    func json() async throws {
        try await CommandCase(
            .updateItem("articles", 1, ["z": .null, "a": [.number(1.5), "x", true]] as JSON), "PATCH",
            "/items/articles/1",
            #"{"z":null,"a":[1.5,"x",true]}"#
        ).check()
    }
}
