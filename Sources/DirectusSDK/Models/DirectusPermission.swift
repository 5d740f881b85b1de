public import OrderedJSON

/// A permission as Directus has it: one action on one collection. What the query did not ask for, or the account may not
/// see, is `nil`.
public struct DirectusPermission: Sendable, Equatable, Decodable {
    /// The id; `nil` also for what every account may do, which no row stands for.
    public let id: Int?
    /// The collection.
    public let collection: String?
    /// What may be done.
    public let action: Action?
    /// In which items; `nil`: in all.
    public let permissions: Filter?
    /// What an item must be like once it is written; `nil`: anything.
    public let validation: Filter?
    /// Values for what is not given when an item is made.
    public let presets: JSON?
    /// Which fields; `*` is all of them.
    public let fields: [String]?
    /// The policy that it belongs to.
    public let policy: Relation<String, DirectusPolicy>?

    /// What may be done with items.
    public struct Action: WireValue {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Make items.
        public static let create: Self = "create"
        /// See them.
        public static let read: Self = "read"
        /// Change them.
        public static let update: Self = "update"
        /// Delete them.
        public static let delete: Self = "delete"
        /// Make shares of them.
        public static let share: Self = "share"
    }
}
