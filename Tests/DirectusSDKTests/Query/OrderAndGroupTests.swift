import DirectusSDK
import Testing

@Suite("The parameters sort and groupBy")
struct OrderAndGroupTests {
    @Test(
        "are lists with commas",
        arguments: [
            QueryCase(Query(sort: ["name"]), "sort=name"),
            QueryCase(Query(sort: ["-date_created", "name", "author.name"]), "sort=-date_created,name,author.name"),
            QueryCase(Query(groupBy: ["author"]), "groupBy=author"),
            QueryCase(Query(groupBy: ["author", "year(date)"]), "groupBy=author,year(date)"),
        ])
    func lists(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "without anything in them are left out", arguments: [QueryCase(Query(sort: [])), QueryCase(Query(groupBy: []))])
    func empty(query: QueryCase) async throws {
        try await query.check()
    }
}
