/// A value of a field, before a door writes it down.
public indirect enum ItemValue: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case flag(Bool)
    case moment(Timestamp)
    case json(JSON)
    /// Something is there, and nobody is told what.
    case concealed
    case list([ItemValue])
    case item(Item)

    /// The text of a key or a text.
    public var text: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    /// The texts of a list.
    var texts: [String] {
        if case .list(let values) = self { values.compactMap(\.text) } else { [] }
    }
}

/// An item as a query selected it: names and values, in the order of the query.
public struct Item: Sendable, Equatable {
    /// A name and its value.
    public struct Member: Sendable, Equatable {
        /// The field's name, or what the query calls it.
        public var name: String
        /// The value.
        public var value: ItemValue
    }

    /// The members in their order.
    public var members: [Member]

    /// An item with these members.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of that name.
    public subscript(name: String) -> ItemValue? {
        members.first { $0.name == name }?.value
    }
}
