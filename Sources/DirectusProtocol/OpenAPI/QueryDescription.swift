import SallyportCore

/// What a query of a collection takes (Directus spec section 3.7).
struct QueryDescription {
    let collection: ItemCollection

    /// What a question for one item takes.
    var ofOne: [JSON] { [Self.reference(collection.schemaName + "Fields"), Self.reference("deep")] }

    /// What a question for a list takes.
    var ofList: [JSON] {
        ["Fields", "Filter", "Sort", "GroupBy"].map { Self.reference(collection.schemaName + $0) }
            + Self.shared.members.map { Self.reference($0.name) }
    }

    /// The same as one object, as a body has it.
    var schema: JSON {
        let names = Schema.array(Schema.reference(collection.schemaName + "Field"))
        return Schema.object([
            "fields": names, "filter": Schema.reference(collection.schemaName + "Filter"), "sort": names,
            "groupBy": names, "search": Schema.text, "limit": Self.limit, "offset": Self.offset, "page": Self.page,
            "deep": Self.deep, "aggregate": Schema.reference("Aggregate"),
        ])
    }

    /// The parameters that name this collection's fields, for the description's components.
    var components: JSON.Object {
        let name = collection.schemaName
        let names = Schema.array(Schema.reference(name + "Field"))
        return [
            name + "Fields": Self.list(
                "fields", names, "What is shown of an item; `*` is every field, `role.name` follows a relation."),
            name + "Filter": Self.document(
                "filter", Schema.reference(name + "Filter"),
                "Which items are meant; also as `filter[status][_eq]=active`."),
            name + "Sort": Self.list("sort", names, "The order; `-` before a name descends."),
            name + "GroupBy": Self.list("groupBy", names, "Groups for `aggregate`."),
        ]
    }

    /// The parameters that every list has.
    static let shared: JSON.Object = [
        "search": parameter("search", Schema.text, "A text that stands somewhere in the item."),
        "limit": parameter("limit", limit, "How many items; -1 is all."),
        "offset": parameter("offset", offset, "How many items are passed over."),
        "page": parameter("page", page, "Which page of `limit` items, from 1 on."),
        "meta": list("meta", Schema.array(Schema.text), "`total_count`, `filter_count`, or `*`."),
        "aggregate": document(
            "aggregate", Schema.reference("Aggregate"), "Functions and their fields; also as `aggregate[count]=*`."),
        "deep": document("deep", deep, "`_filter`, `_sort`, `_limit`, `_offset`, `_page`, `_search` of relations."),
    ]

    private static let limit: JSON = ["type": "integer", "format": "int64", "minimum": -1, "default": 100]
    private static let offset: JSON = ["type": "integer", "format": "int64", "minimum": 0]
    private static let page: JSON = ["type": "integer", "format": "int64", "minimum": 1]
    private static let deep: JSON = ["type": "object", "additionalProperties": ["type": "object"]]
    /// Functions, and the fields of each.
    static let aggregate = Schema.object(
        Aggregate.Function.allCases.reduce(into: JSON.Object()) {
            $0.append($1.rawValue, Schema.array(Schema.text))
        })

    static func reference(_ name: String) -> JSON {
        ["$ref": .string("#/components/parameters/\(name)")]
    }

    /// A parameter in the query.
    static func parameter(_ name: String, _ schema: JSON, _ description: String) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
    }

    /// A parameter in the path.
    static func segment(_ name: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "path", "required": true, "schema": schema]
    }

    /// With commas in between.
    private static func list(_ name: String, _ schema: JSON, _ description: String) -> JSON {
        [
            "name": .string(name), "in": "query", "description": .string(description), "style": "form",
            "explode": false, "schema": schema,
        ]
    }

    /// As JSON.
    private static func document(_ name: String, _ schema: JSON, _ description: String) -> JSON {
        [
            "name": .string(name), "in": "query", "description": .string(description),
            "content": ["application/json": ["schema": schema]],
        ]
    }
}
