import HTTPTypes
import SallyportCore

/// The operations of a collection, alike for all of them, as ``ItemRoutes`` adds them.
struct CollectionOperations {
    let collection: ItemCollection
    /// The first part of the path.
    let path: String
    let isWritable: Bool

    private var name: String { collection.schemaName }
    private var item: JSON { Schema.reference(name) }
    private var items: JSON { Schema.array(item) }
    private var keys: JSON { Schema.array(key, maximum: WriteItems.maximumBatch) }
    private var key: JSON { collection.key.schema.object?["format"] == "uuid" ? Schema.identifier : Schema.integer }
    private var query: QueryDescription { QueryDescription(collection: collection) }

    var all: [Operation] {
        var all = [list, search, readOne]
        if isWritable { all += [create, updateMany, updateOne] }
        if isWritable || collection == .sessions { all += [deleteMany, deleteOne] }
        return all
    }

    private func operation(
        _ method: HTTPRequest.Method, _ verb: String, _ summary: String, one: Bool = false,
        parameters: [JSON] = [], body: JSON? = nil, answers: [Operation.Answer],
        refusals: Set<DirectusErrorCode> = [.invalidQuery, .forbidden]
    ) -> Operation {
        Operation(
            method: method, path: "/" + path + (one ? "/{id}" : ""),
            id: verb + (one ? collection.singular : name), tag: name, summary: summary,
            parameters: (one ? [QueryDescription.segment("id", key)] : []) + parameters, body: body, answers: answers,
            refusals: refusals)
    }

    // MARK: Read

    private var found: Operation.Answer {
        let counts = Schema.object([
            "total_count": Schema.integer, "filter_count": Schema.integer,
        ])
        return Operation.Answer(
            description: "The items, or the groups of `aggregate`.",
            schema: Schema.object(["data": items, "meta": counts], required: ["data"]))
    }

    private var list: Operation {
        operation(.get, "get", "List", parameters: query.ofList, answers: [found])
    }

    private var search: Operation {
        operation(
            .search, "search", "List, with the query in the body",
            body: Schema.object(["query": Schema.reference(name + "Query"), "keys": keys]), answers: [found])
    }

    private var readOne: Operation {
        operation(.get, "read", "Read one", one: true, parameters: query.ofOne, answers: [.data(item)])
    }

    // MARK: Write

    private static let refusals: Set<DirectusErrorCode> = [
        .invalidQuery, .forbidden, .failedValidation, .recordNotUnique, .valueTooLong, .valueOutOfRange,
        .notNullViolation, .invalidForeignKey, .unprocessableContent,
    ]

    private var unseen: Operation.Answer { .nothing("It was done, and the caller may not see the outcome.") }

    private var create: Operation {
        let draft = CollectionSchemas(collection: collection).draft
        return operation(
            .post, "create", "Make one or several, all or none", parameters: query.ofOne,
            body: Schema.oneOf(draft, Schema.array(draft, maximum: WriteItems.maximumBatch)),
            answers: [.data(Schema.oneOf(item, items)), unseen], refusals: Self.refusals)
    }

    private var updateOne: Operation {
        operation(
            .patch, "update", "Change one", one: true, parameters: query.ofOne, body: item,
            answers: [.data(item), unseen], refusals: Self.refusals)
    }

    private var updateMany: Operation {
        let each = Schema.array(["allOf": [item, ["type": "object", "required": ["id"]]]])
        return operation(
            .patch, "update", "Change several, all or none", parameters: query.ofOne,
            body: Schema.oneOf(
                each, Schema.object(["keys": keys, "data": item], required: ["keys", "data"]),
                Schema.object(["query": Schema.reference(name + "Query"), "data": item], required: ["query", "data"])),
            answers: [.data(items), unseen], refusals: Self.refusals)
    }

    private var deleteMany: Operation {
        operation(
            .delete, "delete", "Delete several, all or none",
            body: Schema.oneOf(
                keys, Schema.object(["keys": keys], required: ["keys"]),
                Schema.object(["query": Schema.reference(name + "Query")], required: ["query"])),
            answers: [.nothing("They are no more.")], refusals: [.invalidQuery, .forbidden, .unprocessableContent])
    }

    private var deleteOne: Operation {
        operation(
            .delete, "delete", "Delete one", one: true, answers: [.nothing("It is no more.")],
            refusals: [.forbidden, .unprocessableContent])
    }
}
