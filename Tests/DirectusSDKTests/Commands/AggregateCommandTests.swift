import DirectusSDK
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("The aggregate command")
struct AggregateCommandTests {
    @Test(
        "functions, groups and query are merged into one",
        arguments: [
            CommandCase(
                .aggregate("articles", [.count("*")]), "GET", "/items/articles?aggregate=%7B%22count%22%3A%22*%22%7D"),
            CommandCase(
                .aggregate("articles", [.sum("views")], groupBy: ["author", "year(date)"]), "GET",
                "/items/articles?aggregate=%7B%22sum%22%3A%22views%22%7D&groupBy=author%2Cyear%28date%29"),
        ])
    func merged(command: CommandCase) async throws {
        try await command.check()
    }

    @Test("the query's filter goes along, and its own functions and groups give way")
    func query() async throws {
        let fixture = try RequestFixture()
        let query = Query(filter: ["status": .eq("draft")], aggregate: [.max("x")], groupBy: ["y"])
        _ = try await fixture.client.request(.aggregate("articles", [.count("*")], groupBy: ["author"], query: query))
        #expect(
            Set(try await fixture.onlyRequest().parameters) == [
                #"filter={"status":{"_eq":"draft"}}"#, #"aggregate={"count":"*"}"#, "groupBy=author",
            ])
    }

    @Test(
        "Directus' own collections have paths of their own",
        arguments: [
            CommandCase(
                .aggregate("directus_users", [.count("*")]), "GET",
                "/users?aggregate=%7B%22count%22%3A%22*%22%7D"),
            CommandCase(
                .aggregate("directus_roles", [.count("id")]), "GET",
                "/roles?aggregate=%7B%22count%22%3A%22id%22%7D"),
        ])
    func system(command: CommandCase) async throws {
        try await command.check()
    }

    @Test("counts come as the server wrote them: as text")
    func answer() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": [["count": "42"]]]) }
        #expect(try await fixture.client.request(.aggregate("articles", [.count("*")])) == [["count": "42"]])
    }
}
