/// One permission of a policy: an action on a collection's fields, for the rows that its filter names.
public struct Permission: Sendable, Hashable {
    /// A permission's id.
    public typealias ID = Identifier<Permission>

    /// The permission's id.
    public var id: ID
    /// The policy that it belongs to.
    public var policy: Policy.ID
    /// The collection, as Directus names it: `directus_users`.
    public var collection: String
    /// What may be done.
    public var action: Action
    /// The filter as JSON text; `nil` for every row.
    public var filter: String?
    /// Field names, or `*`.
    public var fields: [String]

    /// Directus' actions.
    public enum Action: String, Sendable, CaseIterable {
        case create, read, update, delete, share
    }

    /// A permission of a policy.
    public init(
        id: ID, policy: Policy.ID, collection: String, action: Action, filter: String? = nil, fields: [String]
    ) {
        self.id = id
        self.policy = policy
        self.collection = collection
        self.action = action
        self.filter = filter
        self.fields = fields
    }

    /// Whether the filter surely lets the caller's own account through: no filter, an empty one, or
    /// `{"id":{"_eq":"$CURRENT_USER"}}`. Any other is taken to refuse: a filter that is not understood grants nothing.
    var coversOwnAccount: Bool {
        guard let filter, let parsed = try? JSON(parsing: filter.utf8) else { return filter == nil }
        return parsed == .null || parsed == [:] || parsed == ["id": ["_eq": "$CURRENT_USER"]]
    }
}
