/// A query whose names are resolved and whose rights are worked in: whoever runs it need not know who asks.
struct ItemQuery: Sendable {
    var collection: ItemCollection
    var selection: [Selected] = []
    /// What the caller may see, and what he asks for.
    var filter: Filter
    var order: [ItemOrder] = []
    /// `nil`: all.
    var limit: Int?
    var offset = 0

    /// A member of the answer.
    struct Selected: Sendable {
        var name: String
        var shape: Shape
    }

    /// How a member is made.
    indirect enum Shape: Sendable {
        /// From the row itself.
        case value(Operand)
        /// The item on the other side.
        case one(Operand, ItemQuery)
        /// The items on the other side, or their keys.
        case many(Operand, ItemQuery, keysOnly: Bool)
    }
}

/// By what items are ordered: a field, perhaps of an item on the other side of relations.
public struct ItemOrder: Sendable, Equatable {
    /// The relations on the way, with the items that may be seen on the other side of each.
    public var way: [Step] = []
    /// What counts in the end.
    public var operand: Operand
    /// Greatest first.
    public var isDescending: Bool

    /// One relation on the way.
    public struct Step: Sendable, Equatable {
        /// The relation: one that leads to one item.
        public var relation: Operand
        /// Where it leads.
        public var collection: ItemCollection
        /// The items that may be seen there.
        public var filter: Filter
    }
}

/// Rows that are asked of storage: values of one collection.
public struct RowQuery: Sendable {
    /// The collection.
    public var collection: ItemCollection
    /// What each row has, in this order.
    public var columns: [Operand]
    /// Which rows.
    public var filter: Filter
    /// In which order; the key decides at last.
    public var order: [ItemOrder] = []
    /// At most so many, of each part; `nil`: all.
    public var limit: Int?
    /// How many are passed over, of each part.
    public var offset = 0
    /// The rows that have one of these keys in that field; limit and offset then count for each key by itself.
    public var parts: (field: Field, keys: [ItemValue])?
}

/// Values over many rows that are asked of storage.
public struct AggregateQuery: Sendable {
    /// The collection.
    public var collection: ItemCollection
    /// Of which rows.
    public var filter: Filter
    /// The rows with the same values are one group; without any, all rows are.
    public var groups: [Operand]
    /// What is made of each group, after the values that make it one.
    public var functions: [Aggregate]
    /// By which of its values, by position, the groups are ordered.
    public var order: [(position: Int, isDescending: Bool)] = []
    /// At most so many groups; `nil`: all.
    public var limit: Int?
    /// How many groups are passed over.
    public var offset = 0
}

/// What is made of a group of rows (Directus spec section 5.9).
public struct Aggregate: Sendable {
    /// Directus' functions.
    public enum Function: String, Sendable, CaseIterable {
        case count, countDistinct, countAll, sum, sumDistinct, avg, avgDistinct, min, max
    }

    /// Which one.
    public var function: Function
    /// Of what; `nil`: of the rows themselves.
    public var operand: Operand?
}

/// What is read of collections inside a transaction.
public protocol ItemReading {
    /// The rows, each with its values in the order of the query's columns.
    func rows(_ query: RowQuery) throws -> [[ItemValue]]
    /// How many rows there are.
    func count(_ collection: ItemCollection, _ filter: Filter) throws -> Int64
    /// The groups, each with what makes it one, and then with what was made of it.
    func aggregate(_ query: AggregateQuery) throws -> [[ItemValue]]
}

/// What is changed of collections inside a transaction: of roles, policies, permissions and who holds them. Accounts,
/// sessions and settings have words of their own.
public protocol ItemWriting {
    /// Makes an item.
    ///
    /// - Parameter values: with the key, unless storage numbers the items.
    /// - Returns: the key.
    func insert(_ values: [(field: Field, value: ItemValue)], into collection: ItemCollection) throws -> ItemValue
    /// Changes an item that is there.
    func update(_ key: ItemValue, of collection: ItemCollection, _ values: [(field: Field, value: ItemValue)]) throws
    func delete(_ key: ItemValue, from collection: ItemCollection) throws
}
