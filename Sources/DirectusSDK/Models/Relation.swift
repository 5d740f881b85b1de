/// What a relation holds: the key of the item on the other side, or, if the query asked for fields of it, the item.
///
/// ```swift
/// let fields: [Field] = ["id", ["role": ["id", "name"]]]
/// let users = try await client.request(.readUsers(Query(fields: fields)), as: [DirectusUser].self)
/// print(users.map { $0.role?.item?.name ?? "no role" })
/// ```
///
/// It serves types of your own as well: `let author: Relation<Int, Author>?`.
public indirect enum Relation<Key: Sendable, Item: Sendable>: Sendable {
    /// The key alone.
    case key(Key)
    /// The item, with the fields that the query asked for.
    case item(Item)

    /// The key; `nil` if the item came instead.
    public var key: Key? {
        if case .key(let key) = self { key } else { nil }
    }

    /// The item; `nil` if only its key came.
    public var item: Item? {
        if case .item(let item) = self { item } else { nil }
    }
}

extension Relation: Equatable where Key: Equatable, Item: Equatable {}

extension Relation: Decodable where Key: Decodable, Item: Decodable {
    public init(from decoder: any Decoder) throws {
        if let key = try? decoder.singleValueContainer().decode(Key.self) {
            self = .key(key)
        } else {
            self = .item(try Item(from: decoder))
        }
    }
}

extension Relation: Encodable where Key: Encodable, Item: Encodable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .key(let key): try key.encode(to: encoder)
        case .item(let item): try item.encode(to: encoder)
        }
    }
}
