import DirectusSDK
import Foundation
import OrderedJSON
import Testing

@Suite("The operators of a filter")
struct FilterOperatorTests {
    /// `specs/directus.md` 5.9, all of the list, in its order.
    static let operators: [(Filter, String)] = [
        (.eq("a"), #"{"_eq":"a"}"#), (.neq("a"), #"{"_neq":"a"}"#), (.gt(1), #"{"_gt":1}"#),
        (.gte(1), #"{"_gte":1}"#), (.lt(1.5), #"{"_lt":1.5}"#), (.lte(-1), #"{"_lte":-1}"#),
        (.in(["a", "b"]), #"{"_in":["a","b"]}"#), (.nin([1, 2]), #"{"_nin":[1,2]}"#),
        (.between(1, 9), #"{"_between":[1,9]}"#), (.nbetween("a", "c"), #"{"_nbetween":["a","c"]}"#),
        (.contains("a"), #"{"_contains":"a"}"#), (.ncontains("a"), #"{"_ncontains":"a"}"#),
        (.icontains("a"), #"{"_icontains":"a"}"#), (.startsWith("a"), #"{"_starts_with":"a"}"#),
        (.istartsWith("a"), #"{"_istarts_with":"a"}"#), (.nstartsWith("a"), #"{"_nstarts_with":"a"}"#),
        (.nistartsWith("a"), #"{"_nistarts_with":"a"}"#), (.endsWith("a"), #"{"_ends_with":"a"}"#),
        (.iendsWith("a"), #"{"_iends_with":"a"}"#), (.nendsWith("a"), #"{"_nends_with":"a"}"#),
        (.niendsWith("a"), #"{"_niends_with":"a"}"#), (.empty(), #"{"_empty":true}"#),
        (.nempty(), #"{"_nempty":true}"#), (.null(), #"{"_null":true}"#), (.nnull(), #"{"_nnull":true}"#),
        (.json(["a": .eq(1)]), #"{"_json":{"a":{"_eq":1}}}"#),
        (.intersects(["type": "Point"]), #"{"_intersects":{"type":"Point"}}"#),
        (.nintersects(["type": "Point"]), #"{"_nintersects":{"type":"Point"}}"#),
        (.intersectsBbox(["type": "Point"]), #"{"_intersects_bbox":{"type":"Point"}}"#),
        (.nintersectsBbox(["type": "Point"]), #"{"_nintersects_bbox":{"type":"Point"}}"#),
        (.some(["a": .eq(1)]), #"{"_some":{"a":{"_eq":1}}}"#), (.none(["a": .eq(1)]), #"{"_none":{"a":{"_eq":1}}}"#),
        (.and(["a": .eq(1)], ["b": .eq(2)]), #"{"_and":[{"a":{"_eq":1}},{"b":{"_eq":2}}]}"#),
        (.or(["a": .eq(1)], ["b": .eq(2)]), #"{"_or":[{"a":{"_eq":1}},{"b":{"_eq":2}}]}"#),
    ]

    @Test("are named as on the wire", arguments: operators)
    func names(filter: Filter, wire: String) async throws {
        try await QueryCase(Query(filter: ["field": filter]), #"filter={"field":\#(wire)}"#).check()
    }

    @Test(
        "can be asked for the opposite",
        arguments: [
            (Filter.empty(false), #"{"_empty":false}"#), (.nempty(false), #"{"_nempty":false}"#),
            (.null(false), #"{"_null":false}"#), (.nnull(false), #"{"_nnull":false}"#),
        ])
    func opposites(filter: Filter, wire: String) {
        #expect(filter.json.text == wire)
    }

    @Test("values are text, numbers, truth values, dates, ids and null")
    func values() throws {
        let id = try #require(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
        #expect(Filter.eq(true).json.text == #"{"_eq":true}"#)
        #expect(Filter.eq(Int64.max).json.text == #"{"_eq":9223372036854775807}"#)
        #expect(Filter.eq(id).json.text == #"{"_eq":"e621e1f8-c36c-495a-93fc-0c247a3e6e5f"}"#)
        #expect(Filter.eq(String?.none).json.text == #"{"_eq":null}"#)
        #expect(
            Filter.gte(Date(timeIntervalSince1970: 1_780_653_600)).json.text
                == #"{"_gte":"2026-06-05T10:00:00.000Z"}"#)
    }
}
