/// What this server keeps items of, under Directus' names.
public enum ItemCollection: String, Sendable, Hashable, CaseIterable {
    case users = "directus_users"
    case roles = "directus_roles"
    case policies = "directus_policies"
    case access = "directus_access"
    case permissions = "directus_permissions"
    case settings = "directus_settings"
    case activity = "directus_activity"
    /// Directus has the table, but no endpoint for it.
    case sessions = "directus_sessions"

    /// Its fields, in the order in which `*` shows them.
    public var fields: [Field] {
        switch self {
        case .users: Self.userFields
        case .roles: Self.roleFields
        case .policies: Self.policyFields
        case .access: Self.accessFields
        case .permissions: Self.permissionFields
        case .settings: Setting.fields
        case .activity: Self.activityFields
        case .sessions: Self.sessionFields
        }
    }

    /// The field of that name.
    public func field(_ name: String) -> Field? {
        Self.fieldsByName[self]?[name]
    }

    /// The field that identifies an item.
    public var key: Field {
        Field("id", hasNumberedKeys ? .integer : .identifier, isReadOnly: hasNumberedKeys)
    }

    /// Whether storage numbers the items; otherwise they get a UUID.
    public var hasNumberedKeys: Bool {
        switch self {
        case .permissions, .settings, .activity: true
        case .users, .roles, .policies, .access, .sessions: false
        }
    }

    private static let fieldsByName: [ItemCollection: [String: Field]] = Dictionary(
        uniqueKeysWithValues: allCases.map { collection in
            (collection, Dictionary(uniqueKeysWithValues: collection.fields.map { ($0.name, $0) }))
        })
}

// Columns: Directus spec sections 10.1 to 10.7.
extension ItemCollection {
    /// The order is that of ``AccountField``.
    private static let userFields = AccountField.allCases.map { field in
        Field(
            field.rawValue, field.kind, isConcealed: field.isConcealed,
            isReadOnly: [.id, .lastAccess, .authData].contains(field))
    }

    private static let roleFields = [
        Field("id", .identifier),
        Field("name", .text(maximum: 100), isRequired: true),
        Field("icon", .text(maximum: 64), isNullable: false),
        Field("description", .text(maximum: longestText)),
        Field("parent", .manyToOne(.roles)),
        Field("children", .oneToMany(.roles, by: "parent")),
        Field("policies", .oneToMany(.access, by: "role")),
        Field("users", .oneToMany(.users, by: "role")),
    ]

    private static let policyFields = [
        Field("id", .identifier),
        Field("name", .text(maximum: 100), isRequired: true),
        Field("icon", .text(maximum: 64), isNullable: false),
        Field("description", .text(maximum: longestText)),
        Field("ip_access", .list),
        Field("enforce_tfa", .flag, isNullable: false),
        Field("admin_access", .flag, isNullable: false),
        Field("app_access", .flag, isNullable: false),
        Field("permissions", .oneToMany(.permissions, by: "policy")),
        Field("users", .oneToMany(.access, by: "policy", having: "user")),
        Field("roles", .oneToMany(.access, by: "policy", having: "role")),
    ]

    private static let accessFields = [
        Field("id", .identifier),
        Field("role", .manyToOne(.roles)),
        Field("user", .manyToOne(.users)),
        Field("policy", .manyToOne(.policies), isRequired: true),
        Field("sort", .integer),
    ]

    private static let permissionFields = [
        Field("id", .integer, isReadOnly: true),
        Field("collection", .text(maximum: 64), isRequired: true),
        Field("action", .text(maximum: 10), isRequired: true),
        Field("permissions", .json),
        Field("validation", .json),
        Field("presets", .json),
        Field("fields", .list),
        Field("policy", .manyToOne(.policies), isRequired: true),
    ]

    private static let activityFields = [
        Field("id", .integer, isReadOnly: true),
        Field("action", .text(maximum: 45), isReadOnly: true),
        Field("user", .manyToOne(.users), isReadOnly: true),
        Field("timestamp", .moment, isReadOnly: true),
        Field("ip", .text(maximum: 50), isReadOnly: true),
        Field("user_agent", .text(maximum: 1024), isReadOnly: true),
        Field("collection", .text(maximum: 64), isReadOnly: true),
        Field("item", .text(maximum: 255), isReadOnly: true),
        Field("origin", .text(maximum: 255), isReadOnly: true),
        // Ours: the names of the fields that were changed.
        Field("fields", .list, isReadOnly: true),
    ]

    /// Ours, in the manner of the others.
    private static let sessionFields = [
        Field("id", .identifier, isReadOnly: true),
        Field("user", .manyToOne(.users), isReadOnly: true),
        Field("provider", .text(maximum: 128), isReadOnly: true),
        Field("created", .moment, isReadOnly: true),
        Field("last_seen", .moment, isReadOnly: true),
        Field("expires", .moment, isReadOnly: true),
        Field("ip", .text(maximum: 50), isReadOnly: true),
        Field("user_agent", .text(maximum: 1024), isReadOnly: true),
        Field("origin", .text(maximum: 255), isReadOnly: true),
        Field("current", .flag, isReadOnly: true, isComputed: true),
    ]

    /// Directus' text columns have no bound; every column that has none would be one more way to fill memory and disk.
    static let longestText = 65_535
}

extension AccountField {
    fileprivate var isConcealed: Bool {
        switch self {
        // S21: what a provider keeps with an account is nobody's to read, either.
        case .password, .tfaSecret, .token, .authData: true
        default: false
        }
    }

    fileprivate var kind: Field.Kind {
        switch self {
        case .id, .avatar: .identifier
        case .firstName, .lastName, .title: .text(maximum: 50)
        case .email, .provider: .text(maximum: 128)
        case .description: .text(maximum: ItemCollection.longestText)
        case .tags, .themeLightOverrides, .themeDarkOverrides, .authData: .json
        case .lastAccess: .moment
        case .emailNotifications: .flag
        case .role: .manyToOne(.roles)
        case .policies: .oneToMany(.access, by: "user")
        case .password, .lastPage, .location, .language, .appearance, .themeLight, .themeDark, .tfaSecret, .status,
            .token, .externalIdentifier, .textDirection:
            .text(maximum: 255)
        }
    }
}
