import DirectusSDK
import Testing

@Suite("Other parameters")
struct CustomParameterTests {
    @Test(
        "are text as it is, or JSON",
        arguments: [
            QueryCase(Query(custom: ["meta": "*"]), "meta=*"),
            QueryCase(Query(custom: ["customNumber": 42]), "customNumber=42"),
            QueryCase(Query(custom: ["customFlag": false]), "customFlag=false"),
            QueryCase(Query(custom: ["customFlag": true]), "customFlag=true"),
            QueryCase(Query(custom: ["zero": 0]), "zero=0"),
            QueryCase(Query(custom: ["list": [1, "a"]]), #"list=[1,"a"]"#),
            QueryCase(Query(custom: ["object": ["b": 1, "a": .null]]), #"object={"b":1,"a":null}"#),
            QueryCase(Query(custom: ["filter.raw": "a.b"]), "filter.raw=a.b"),
        ])
    func written(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "are left out when empty",
        arguments: [
            QueryCase(Query(custom: ["text": ""])), QueryCase(Query(custom: ["nothing": .null])),
        ])
    func leftOut(query: QueryCase) async throws {
        try await query.check()
    }

    @Test("replace a parameter of the same name: parameters are set, not added")
    func replacing() async throws {
        try await QueryCase(Query(limit: 1, custom: ["limit": 2]), "limit=2").check()
        try await QueryCase(Query(custom: ["a": 1, "a": 2]), "a=2").check()
    }
}
