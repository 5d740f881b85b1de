import HTTPTypes
import SallyportCore

/// `/items`: where a Directus has a project's own collections, and this server has none.
enum ForeignItemOperations {
    static let all: [Operation] = [false, true].flatMap { isOne in
        let verbs: [(HTTPRequest.Method, String)] = [
            (.get, "read"), (.search, "search"), (.post, "create"), (.patch, "update"), (.delete, "delete"),
        ]
        return verbs.map { method, verb in
            Operation(
                method: method, path: isOne ? "/items/{collection}/{id}" : "/items/{collection}",
                id: verb + (isOne ? "Item" : "Items"), tag: "Items",
                summary: "Refused: a project's own collections are another server's",
                parameters: (isOne ? ["collection", "id"] : ["collection"]).map {
                    QueryDescription.segment($0, Schema.text)
                },
                answers: [], refusals: [.forbidden])
        }
    }
}
