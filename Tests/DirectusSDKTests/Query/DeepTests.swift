import DirectusSDK
import Testing

@Suite("The parameter deep")
struct DeepTests {
    @Test(
        "has a query for each relation, its names underscored",
        arguments: [
            QueryCase(
                Query(deep: ["translations": Deep(filter: ["language": .eq("de")])]),
                #"deep={"translations":{"_filter":{"language":{"_eq":"de"}}}}"#),
            QueryCase(
                Query(deep: ["tags": Deep(search: "x", sort: ["-id", "name"], limit: 3, offset: 1, page: 2)]),
                #"deep={"tags":{"_search":"x","_sort":["-id","name"],"_limit":3,"_offset":1,"_page":2}}"#),
            QueryCase(
                Query(deep: ["a": Deep(limit: 1, relations: ["b": Deep(limit: 2)])]),
                #"deep={"a":{"_limit":1,"b":{"_limit":2}}}"#),
            QueryCase(Query(deep: ["a": ["b": Deep(limit: -1)]]), #"deep={"a":{"b":{"_limit":-1}}}"#),
        ])
    func relations(query: QueryCase) async throws {
        try await query.check()
    }

    @Test("without anything in it is left out", arguments: [QueryCase(Query(deep: nil)), QueryCase(Query(deep: [:]))])
    func empty(query: QueryCase) async throws {
        try await query.check()
    }
}
