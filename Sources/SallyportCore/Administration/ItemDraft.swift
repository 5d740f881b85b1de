import Foundation

/// What a body says of an item: values, and items on the other side of relations that are to be made or changed with it.
struct ItemDraft: Sendable {
    var collection: ItemCollection
    /// Of an item that is there; `nil` for a new one.
    var key: ItemValue?
    /// The fields and their new values, in the order in which they came.
    var values: [(field: Field, value: JSON)] = []
    /// Items on the other side that come first, because this one refers to them.
    var references: [(field: Field, draft: ItemDraft)] = []
    /// Items on the other side that come after, because they refer to this one.
    var children: [(field: Field, change: Children)] = []
    /// Names that the collection has no field of.
    var unknown: [String] = []
    /// Of the password among the values; it takes its time, so it is made before the transaction.
    var passwordHash: PasswordHash?

    /// What becomes of the other side of a relation to many.
    struct Children: Sendable {
        /// Those that are there and not among these are let go; `false`: the others stay.
        var replacesOthers: Bool
        var kept: [ItemValue] = []
        var drafts: [ItemDraft] = []
        var dropped: [ItemValue] = []
    }

    /// How deep drafts may nest.
    private static let maximumDepth = 10

    /// Reads a body.
    ///
    /// - Throws: ``ItemFailure/invalidPayload(_:)``.
    init(
        _ body: JSON, of collection: ItemCollection, key: ItemValue? = nil, depth: Int = 1
    ) throws(ItemFailure) {
        guard let object = body.object else { throw .invalidPayload("\"value\" must be of type object") }
        guard depth <= Self.maximumDepth else {
            throw .invalidPayload("Items nest deeper than \(Self.maximumDepth) relations")
        }
        self.collection = collection
        self.key = key
        var values: [String: JSON] = [:]
        var order: [String] = []
        for member in object.members {
            // Of two members with one name the last counts.
            if values.updateValue(member.value, forKey: member.name) == nil { order.append(member.name) }
        }
        for name in order {
            guard let value = values[name] else { continue }
            guard let field = collection.field(name) else {
                unknown.append(name)
                continue
            }
            switch field.kind {
            case .manyToOne(let other) where value.object != nil:
                references.append((field, try Self.other(value, other, depth)))
            case .oneToMany(let other, _, _):
                children.append((field, try Self.children(value, field, other, depth)))
            default: self.values.append((field, value))
            }
        }
    }

    /// An object that names its key is an item that is there.
    private static func other(
        _ value: JSON, _ collection: ItemCollection, _ depth: Int
    ) throws(ItemFailure) -> ItemDraft {
        guard let key = value[collection.key.name], key != .null else {
            return try ItemDraft(value, of: collection, depth: depth + 1)
        }
        guard let known = collection.keyValue(key) else {
            throw .invalidPayload("\"\(collection.key.name)\" is no key of \"\(collection.rawValue)\"")
        }
        var rest = JSON.Object()
        for member in value.object?.members ?? [] where member.name != collection.key.name {
            rest.append(member.name, member.value)
        }
        return try ItemDraft(.object(rest), of: collection, key: known, depth: depth + 1)
    }

    private static func children(
        _ value: JSON, _ field: Field, _ collection: ItemCollection, _ depth: Int
    ) throws(ItemFailure) -> Children {
        var children = Children(replacesOthers: value.object == nil)
        func key(_ json: JSON) throws(ItemFailure) -> ItemValue {
            guard let key = collection.keyValue(json) else {
                throw .invalidPayload("\"\(field.name)\" holds something that is no key of \"\(collection.rawValue)\"")
            }
            return key
        }
        switch value {
        case .null: break
        case .array(let elements):
            for element in elements {
                if element.object == nil {
                    children.kept.append(try key(element))
                } else {
                    children.drafts.append(try other(element, collection, depth))
                }
            }
        case .object(let object):
            for member in object.members {
                let elements = member.value.array ?? []
                switch member.name {
                case "create":
                    for element in elements {
                        children.drafts.append(try ItemDraft(element, of: collection, depth: depth + 1))
                    }
                case "update": for element in elements { children.drafts.append(try other(element, collection, depth)) }
                case "delete": for element in elements { children.dropped.append(try key(element)) }
                default:
                    throw .invalidPayload(
                        "\"\(field.name)\" must hold \"create\", \"update\" and \"delete\", and holds \"\(member.name)\""
                    )
                }
            }
        default: throw .invalidPayload("\"\(field.name)\" must be an array, or an object of arrays")
        }
        return children
    }

    /// The names of all fields that it touches.
    var fieldNames: [String] {
        values.map(\.field.name) + references.map(\.field.name) + children.map(\.field.name)
    }

    /// The value of a field, if one was given.
    subscript(name: String) -> JSON? {
        values.first { $0.field.name == name }?.value
    }

    /// Whether it is an account's, with a password.
    var passwordIsGiven: Bool { collection == .users && self["password"] != nil }

    /// The draft and all that nest in it, changed one by one.
    mutating func forEach(_ change: (inout ItemDraft) async throws -> Void) async throws {
        try await change(&self)
        for index in references.indices { try await references[index].draft.forEach(change) }
        for index in children.indices {
            for inner in children[index].change.drafts.indices {
                try await children[index].change.drafts[inner].forEach(change)
            }
        }
    }
}

extension ItemCollection {
    /// A key as a body or a path has it; `nil` if it cannot be one.
    public func keyValue(_ json: JSON) -> ItemValue? {
        guard let value = key.kind.value(of: json), value != .null else { return nil }
        guard case .text(let text) = value else { return value }
        return UUID(uuidString: text) == nil ? nil : .text(text.lowercased())
    }
}
