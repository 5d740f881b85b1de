import DirectusSDK
import OrderedJSON
import Testing

@Suite("The parameter filter")
struct FilterTests {
    @Test(
        "is JSON, in the order in which it was written",
        arguments: [
            QueryCase(
                Query(filter: ["b": .eq(1), "a": .eq(2)]), #"filter={"b":{"_eq":1},"a":{"_eq":2}}"#),
            QueryCase(
                Query(filter: ["author": ["name": .icontains("ada")]]),
                #"filter={"author":{"name":{"_icontains":"ada"}}}"#),
            QueryCase(
                Query(filter: ["year(date)": .all(.gte(2024), .lt(2026))]),
                #"filter={"year(date)":{"_gte":2024,"_lt":2026}}"#),
            QueryCase(
                Query(filter: .or(["a": .eq(1)], .and(["b": .null()], ["tags": .some(["id": .in([1])])]))),
                #"filter={"_or":[{"a":{"_eq":1}},{"_and":[{"b":{"_null":true}},{"tags":{"_some":{"id":{"_in":[1]}}}}]}]}"#
            ),
            QueryCase(
                Query(filter: ["text": .eq(#"a"b\c/ü😀"# + "\n")]), #"filter={"text":{"_eq":"a\"b\\c/ü😀\n"}}"#),
            QueryCase(
                Query(filter: Filter(json: ["a": ["_eq": "$NOW(-1 day)"]])), #"filter={"a":{"_eq":"$NOW(-1 day)"}}"#),
        ])
    func ordered(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "without anything in it is left out", arguments: [QueryCase(Query(filter: nil)), QueryCase(Query(filter: [:]))])
    func empty(query: QueryCase) async throws {
        try await query.check()
    }
}
