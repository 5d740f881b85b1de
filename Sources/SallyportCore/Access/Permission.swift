/// One permission of a policy: an action on a collection's fields, for the rows that its filter names.
public struct Permission: Sendable, Hashable {
    /// Storage numbers them; 0 for one that is not stored.
    public var id: Int64
    /// The policy that it belongs to.
    public var policy: Policy.ID
    /// The collection, as Directus names it: `directus_users`.
    public var collection: String
    /// What may be done.
    public var action: Action
    /// The filter as JSON text; `nil` for every row.
    public var filter: String?
    /// What new values must be like, as JSON text; `nil` for no rule.
    public var validation: String?
    /// Values for what is not given at creation, as JSON text.
    public var presets: String?
    /// Field names, or `*`.
    public var fields: [String]

    /// Directus' actions.
    public enum Action: String, Sendable, CaseIterable {
        case create, read, update, delete, share
    }

    /// A permission of a policy.
    public init(
        id: Int64 = 0, policy: Policy.ID, collection: String, action: Action, filter: String? = nil,
        validation: String? = nil, presets: String? = nil, fields: [String]
    ) {
        self.id = id
        self.policy = policy
        self.collection = collection
        self.action = action
        self.filter = filter
        self.validation = validation
        self.presets = presets
        self.fields = fields
    }

    /// What an account with app access may do without any permission of its policies (spec section 2.1; recordings
    /// `me/bearer-lowercase-scheme` and `roles/me`). It has no policy.
    static let ofAppAccess = [
        Permission(
            policy: Policy.ID(rawValue: ""), collection: ItemCollection.users.rawValue, action: .read,
            filter: own("id"),
            fields: AccountField.ownReadable.map(\.rawValue)),
        Permission(
            policy: Policy.ID(rawValue: ""), collection: ItemCollection.roles.rawValue, action: .read,
            filter: #"{"id":{"_in":"$CURRENT_ROLES"}}"#,
            fields: ["id", "name", "icon", "description", "parent", "children", "users"]),
        Permission(
            policy: Policy.ID(rawValue: ""), collection: ItemCollection.activity.rawValue, action: .read,
            filter: own("user"), fields: ["*"]),
    ]

    /// What every account may do: see its own sessions, and so end them.
    static let ofEverybody = [
        Permission(
            policy: Policy.ID(rawValue: ""), collection: ItemCollection.sessions.rawValue, action: .read,
            filter: own("user"), fields: ["*"]),
        Permission(
            policy: Policy.ID(rawValue: ""), collection: ItemCollection.sessions.rawValue, action: .delete,
            filter: own("user"), fields: ["*"]),
    ]

    private static func own(_ field: String) -> String {
        #"{"\#(field)":{"_eq":"$CURRENT_USER"}}"#
    }

    /// Whether the filter surely lets the caller's own account through, which needs no question to storage: no filter, an
    /// empty one, or `{"id":{"_eq":"$CURRENT_USER"}}`; `nil`: it has to be asked.
    var coversOwnAccount: Bool? {
        guard let filter else { return true }
        guard let parsed = try? JSON(parsing: filter.utf8) else { return false }
        return parsed == .null || parsed == [:] || parsed == ["id": ["_eq": "$CURRENT_USER"]] ? true : nil
    }
}
