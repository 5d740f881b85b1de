import DirectusSDK
import Testing

@Suite("The parameters search, version, versionRaw and meta")
struct TextParameterTests {
    @Test(
        "are written as they are",
        arguments: [
            QueryCase(Query(search: "ada lovelace"), "search=ada lovelace"), QueryCase(Query(search: "0"), "search=0"),
            QueryCase(Query(version: "draft"), "version=draft"), QueryCase(Query(versionRaw: true), "versionRaw=true"),
            QueryCase(Query(version: "draft", versionRaw: true), "version=draft", "versionRaw=true"),
            QueryCase(Query(meta: "*"), "meta=*"), QueryCase(Query(meta: "filter_count"), "meta=filter_count"),
        ])
    func written(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "are left out when empty or false",
        arguments: [
            Query(search: ""), Query(search: nil), Query(version: ""), Query(version: nil), Query(versionRaw: false),
            Query(meta: ""), Query(meta: nil), Query(),
        ])
    func leftOut(query: Query) async throws {
        try await QueryCase(query).check()
    }

    @Test("a query without parameters leaves no question mark")
    func noQuestionMark() async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(.readItems("articles", Query()))
        #expect(try await fixture.onlyRequest().target == "/items/articles")
    }
}
