/// A field of a collection, as Directus' `fields`, `filter` and `sort` name it (Directus spec sections 3.7 and 5.9).
public struct Field: Sendable, Hashable {
    /// Its name on the wire.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Its value is never shown, and nothing that would tell it is answered (spec section 2.1, "Masking").
    public let isConcealed: Bool
    /// It must be given when an item is made, and cannot be null.
    public let isRequired: Bool
    /// It may hold nothing.
    public let isNullable: Bool
    /// Only the server itself sets it.
    public let isReadOnly: Bool
    /// Storage does not know it: it cannot be asked for.
    public let isComputed: Bool

    /// What a field holds.
    public enum Kind: Sendable, Hashable {
        /// A UUID.
        case identifier
        /// 32 bits wide in Directus.
        case integer
        /// At most so many Unicode scalars.
        case text(maximum: Int)
        case flag
        case moment
        /// Any JSON, at most 65,535 bytes of it.
        case json
        /// Texts, stored with commas in between.
        case list
        /// The key of one item of another collection.
        case manyToOne(ItemCollection)
        /// The keys of the items of another collection whose field of that name holds this item's key; of those that
        /// have the other field, if one is named.
        case oneToMany(ItemCollection, by: String, having: String? = nil)
    }

    init(
        _ name: String, _ kind: Kind, isConcealed: Bool = false, isRequired: Bool = false, isNullable: Bool = true,
        isReadOnly: Bool = false, isComputed: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.isConcealed = isConcealed
        self.isRequired = isRequired
        self.isNullable = isNullable && !isRequired
        self.isReadOnly = isReadOnly
        self.isComputed = isComputed
    }

    /// The collection on the other side; `nil` unless this is a relation.
    public var related: ItemCollection? {
        switch kind {
        case .manyToOne(let collection), .oneToMany(let collection, _, _): collection
        default: nil
        }
    }

    /// Whether the value stands with the item itself.
    public var isStored: Bool {
        if case .oneToMany = kind { false } else { true }
    }

    /// Whether `search` looks into it (spec section 2.1: masked fields are skipped).
    var isSearchable: Bool {
        switch kind {
        case .text, .identifier, .list: !isConcealed
        default: false
        }
    }
}
