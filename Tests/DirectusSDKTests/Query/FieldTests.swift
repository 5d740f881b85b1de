import DirectusSDK
import Testing

@Suite("The parameter fields")
struct FieldTests {
    @Test(
        "names become a list with commas, relations paths with points",
        arguments: [
            QueryCase(Query(fields: ["id"]), "fields=id"),
            QueryCase(Query(fields: ["*"]), "fields=*"),
            QueryCase(Query(fields: ["id", "title", "author.name"]), "fields=id,title,author.name"),
            QueryCase(Query(fields: ["*", "*.*"]), "fields=*,*.*"),
            QueryCase(
                Query(fields: [["author": ["name", ["avatar": ["id"]]]]]), "fields=author.name,author.avatar.id"),
            QueryCase(
                Query(fields: ["id", ["author": ["name"], "tags": ["*"]], "title"]),
                "fields=id,author.name,tags.*,title"),
        ])
    func names(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "a relation to several collections names each",
        arguments: [
            QueryCase(Query(fields: [["blocks": .of(["header": ["title"]])]]), "fields=blocks:header.title"),
            QueryCase(
                Query(fields: [["blocks": .of(["header": ["title"], "text": ["body", ["author": ["id"]]]])]]),
                "fields=blocks:header.title,blocks:text.body,blocks:text.author.id"),
            QueryCase(
                Query(fields: [["page": [["blocks": .of(["header": ["title"]])]]]]),
                "fields=page.blocks:header.title"),
        ])
    func manyToAny(query: QueryCase) async throws {
        try await query.check()
    }

    @Test(
        "what is empty is left out",
        arguments: [
            QueryCase(Query(fields: [])), QueryCase(Query(fields: [""])), QueryCase(Query(fields: [["author": []]])),
            QueryCase(Query(fields: [["author": []], "id"]), "fields=id"),
        ])
    func empty(query: QueryCase) async throws {
        try await query.check()
    }
}
