import SallyportCore

extension Field {
    /// What the field holds: shown, and given. What only the server sets is read-only.
    var schema: JSON {
        guard var object = shape.object else { return shape }
        if isReadOnly { object.append("readOnly", true) }
        if isConcealed { object.append("description", "Shown as ten asterisks, or null.") }
        return .object(object)
    }

    private var shape: JSON {
        let isKey = name == "id"
        switch kind {
        case .identifier where isKey: return Schema.identifier
        case .integer where isKey: return ["type": "integer", "format": "int64"]
        // The id of a file, which may be another server's to know.
        case .identifier: return Schema.nullable(["type": "string", "maxLength": 255])
        case .integer: return Schema.nullable(["type": "integer", "format": "int32"])
        case .text(let maximum):
            return nullable(["type": "string", "maxLength": .integer(Int64(maximum))])
        case .flag: return nullable(Schema.flag)
        case .moment: return Schema.nullable(Schema.moment)
        case .json: return Schema.anything
        case .list: return Schema.nullable(Schema.array(Schema.text))
        case .manyToOne(let other):
            return Schema.oneOf(nullable(other.key.shape), Schema.reference(other.schemaName))
        case .oneToMany(let other, _, _):
            let items = Schema.array(Schema.oneOf(other.key.shape, Schema.reference(other.schemaName)))
            return Schema.oneOf(Schema.nullable(items), Schema.reference("RelationChange"))
        }
    }

    private func nullable(_ schema: JSON) -> JSON {
        isNullable ? Schema.nullable(schema) : schema
    }

    /// What a filter says of the field.
    var filterSchema: JSON? {
        guard !isComputed else { return nil }
        return related.map { Schema.reference($0.schemaName + "Filter") } ?? Schema.reference("Comparison")
    }
}

extension ItemCollection {
    /// The name of an item's schema, which is Directus'.
    var schemaName: String {
        switch self {
        case .users: "Users"
        case .roles: "Roles"
        case .policies: "Policies"
        case .access: "Access"
        case .permissions: "Permissions"
        case .settings: "Settings"
        case .activity: "Activity"
        case .sessions: "Sessions"
        }
    }

    /// What one item is called, in the names of operations.
    var singular: String {
        switch self {
        case .users: "User"
        case .roles: "Role"
        case .policies: "Policy"
        case .access: "AccessItem"
        case .permissions: "Permission"
        case .settings: "Settings"
        case .activity: "ActivityItem"
        case .sessions: "Session"
        }
    }
}
