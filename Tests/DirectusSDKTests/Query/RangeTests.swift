import DirectusSDK
import Testing

@Suite("The parameters limit, offset and page")
struct RangeTests {
    @Test(
        "a limit is -1 for all, or more",
        arguments: [(-1, "limit=-1"), (0, "limit=0"), (1, "limit=1"), (Int.max, "limit=9223372036854775807")])
    func limit(value: Int, wire: String) async throws {
        try await QueryCase(Query(limit: value), wire).check()
    }

    @Test("an offset is 0 or more", arguments: [(0, "offset=0"), (1, "offset=1"), (100_000, "offset=100000")])
    func offset(value: Int, wire: String) async throws {
        try await QueryCase(Query(offset: value), wire).check()
    }

    @Test("a page is 1 or more", arguments: [(1, "page=1"), (2, "page=2")])
    func page(value: Int, wire: String) async throws {
        try await QueryCase(Query(page: value), wire).check()
    }

    @Test(
        "what is out of its range is left out",
        arguments: [
            Query(limit: -2), Query(limit: Int.min), Query(offset: -1), Query(offset: -2), Query(page: 0),
            Query(page: -1), Query(limit: -2, offset: -1, page: 0),
        ])
    func outOfRange(query: Query) async throws {
        try await QueryCase(query).check()
    }
}
