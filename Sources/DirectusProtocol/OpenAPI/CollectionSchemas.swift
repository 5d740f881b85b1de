import SallyportCore

/// What the description's components say of collections, made of their fields.
struct CollectionSchemas {
    let collection: ItemCollection

    /// An item. Nothing is required of it: `fields` chooses what an answer shows.
    var item: JSON {
        Schema.object(properties { $0.schema })
    }

    /// An item that is to be made.
    var draft: JSON {
        let required = collection.fields.filter(\.isRequired).map { JSON.string($0.name) }
        let item = Schema.reference(collection.schemaName)
        return required.isEmpty ? item : ["allOf": [item, ["type": "object", "required": .array(required)]]]
    }

    /// Which items are meant (Directus spec section 5.9).
    var filter: JSON {
        let filters = Schema.array(Schema.reference(collection.schemaName + "Filter"))
        let combined: JSON.Object = ["_and": filters, "_or": filters]
        return Schema.object(combined.adding(properties(\.filterSchema)))
    }

    /// The name of a field, of one on the other side of a relation (`role.name`), or of a function of one
    /// (`year(last_access)`).
    var fieldName: JSON {
        ["anyOf": [Schema.words(collection.fields.map(\.name)), Schema.text]]
    }

    private func properties(_ schema: (Field) -> JSON?) -> JSON.Object {
        var properties = JSON.Object()
        for field in collection.fields {
            if let schema = schema(field) { properties.append(field.name, schema) }
        }
        return properties
    }

    /// How a field compares.
    static let comparison: JSON = {
        var properties = JSON.Object()
        for name in ["_eq", "_neq", "_lt", "_lte", "_gt", "_gte"] { properties.append(name, Schema.anything) }
        for name in ["_in", "_nin", "_between", "_nbetween"] { properties.append(name, Schema.array(Schema.anything)) }
        for name in ["_null", "_nnull", "_empty", "_nempty"] { properties.append(name, Schema.flag) }
        for name in [
            "_contains", "_ncontains", "_icontains", "_starts_with", "_nstarts_with", "_istarts_with",
            "_nistarts_with", "_ends_with", "_nends_with", "_iends_with", "_niends_with",
        ] { properties.append(name, Schema.text) }
        return Schema.object(properties)
    }()

    /// What becomes of the other side of a relation to many.
    static let relationChange = Schema.object([
        "create": Schema.array(["type": "object"]), "update": Schema.array(["type": "object"]),
        "delete": Schema.array(Schema.anything),
    ])
}
