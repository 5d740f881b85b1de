import DirectusSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Queries that are too long for a URL")
struct SearchMethodTests {
    @Test(
        "go into the body of a SEARCH, the fields flattened",
        arguments: [
            CommandCase(
                .withSearch(.readItems("articles", Query(limit: 3))), "SEARCH", "/items/articles",
                #"{"query":{"limit":3}}"#),
            CommandCase(
                .withSearch(.readItems("articles", Query(fields: ["id", ["author": ["name", ["avatar": ["id"]]]]]))),
                "SEARCH", "/items/articles", #"{"query":{"fields":["id","author.name","author.avatar.id"]}}"#),
            CommandCase(
                .withSearch(.readUsers(Query(filter: ["a": .in([1, 2])]))), "SEARCH", "/users",
                #"{"query":{"filter":{"a":{"_in":[1,2]}}}}"#),
            CommandCase(
                .withSearch(.aggregate("articles", [.count("*")])), "SEARCH", "/items/articles",
                #"{"query":{"aggregate":{"count":"*"}}}"#),
        ])
    func body(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "only what reads with parameters becomes a SEARCH",
        arguments: [
            CommandCase(.withSearch(.readItems("articles")), "GET", "/items/articles"),
            CommandCase(
                .withSearch(.createItem("articles", ["a": 1] as JSON, Query(fields: ["id"]))), "POST",
                "/items/articles?fields=id", #"{"a":1}"#),
            CommandCase(.withSearch(.deleteItem("articles", 1)), "DELETE", "/items/articles/1"),
        ])
    func others(command: CommandCase) async throws {
        try await command.check()
    }

    @Test("wrong arguments are still refused")
    func refused() async throws {
        let error = try await CommandCase(.withSearch(.readItems("", Query(limit: 1))), "", "").refusal()
        #expect(error?.message == "Collection cannot be empty")
    }
}
