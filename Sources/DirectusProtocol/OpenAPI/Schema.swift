import SallyportCore

/// Pieces of JSON Schema as OpenAPI 3.0 has it.
enum Schema {
    static let text: JSON = ["type": "string"]
    static let integer: JSON = ["type": "integer"]
    static let flag: JSON = ["type": "boolean"]
    static let moment: JSON = ["type": "string", "format": "date-time"]
    static let identifier: JSON = ["type": "string", "format": "uuid"]
    /// Any JSON, null too.
    static let anything: JSON = [:]

    static func reference(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    static func object(_ properties: JSON.Object, required: [String] = []) -> JSON {
        var object: JSON.Object = ["type": "object", "properties": .object(properties)]
        // An empty list is none in OpenAPI 3.0.
        if !required.isEmpty { object.append("required", .array(required.map(JSON.string))) }
        return .object(object)
    }

    static func array(_ items: JSON, maximum: Int? = nil) -> JSON {
        var object: JSON.Object = ["type": "array", "items": items]
        if let maximum { object.append("maxItems", .integer(Int64(maximum))) }
        return .object(object)
    }

    static func oneOf(_ schemas: JSON...) -> JSON {
        ["oneOf": .array(schemas)]
    }

    static func words(_ words: [String]) -> JSON {
        ["type": "string", "enum": .array(words.map(JSON.string))]
    }

    /// The schema, or null. OpenAPI 3.0.3: `nullable` counts beside a `type` only.
    static func nullable(_ schema: JSON) -> JSON {
        guard var object = schema.object, object["type"] != nil else { return schema }
        object.append("nullable", true)
        return .object(object)
    }
}

extension JSON.Object {
    /// The members of both.
    func adding(_ other: JSON.Object) -> Self {
        other.members.reduce(into: self) { $0.append($1.name, $1.value) }
    }
}
