import DirectusSDK
import Testing

@Suite("The parameter aggregate")
struct AggregationTests {
    @Test(
        "has the functions that Directus has",
        arguments: [
            (Aggregation.count("*"), #"{"count":"*"}"#), (.countDistinct("a"), #"{"countDistinct":"a"}"#),
            (.sum("a"), #"{"sum":"a"}"#), (.sumDistinct("a"), #"{"sumDistinct":"a"}"#), (.avg("a"), #"{"avg":"a"}"#),
            (.avgDistinct("a"), #"{"avgDistinct":"a"}"#), (.min("a"), #"{"min":"a"}"#), (.max("a"), #"{"max":"a"}"#),
        ])
    func functions(aggregation: Aggregation, wire: String) async throws {
        try await QueryCase(Query(aggregate: [aggregation]), "aggregate=\(wire)").check()
    }

    @Test(
        "takes several fields and several functions",
        arguments: [
            QueryCase(Query(aggregate: [.sum("a", "b")]), #"aggregate={"sum":["a","b"]}"#),
            QueryCase(Query(aggregate: [.count("*"), .max("a")]), #"aggregate={"count":"*","max":"a"}"#),
            QueryCase(Query(aggregate: [.sum("a"), .max("c"), .sum("b")]), #"aggregate={"sum":["a","b"],"max":"c"}"#),
        ])
    func several(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "without anything in it is left out",
        arguments: [QueryCase(Query(aggregate: [])), QueryCase(Query(aggregate: [.count()]))])
    func empty(query: QueryCase) async throws {
        try await query.check()
    }
}
