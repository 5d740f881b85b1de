import SallyportCore

/// Where a collection's items are, and what stands where (design section 4; names on the wire: Directus spec section 10).
struct ItemTable {
    let collection: ItemCollection

    /// The table's name.
    var name: String {
        switch collection {
        case .users: "accounts"
        case .roles: "roles"
        case .policies: "policies"
        case .access: "access"
        case .permissions: "permissions"
        case .settings: "settings"
        case .activity: "activity"
        case .sessions: "sessions"
        }
    }

    /// The column that a field is written to.
    func column(_ field: Field) -> String {
        switch (collection, field.name) {
        case (.users, "password"): "password_hash"
        case (.permissions, "permissions"): "filter"
        case (.access, "user"), (.activity, "user"), (.sessions, "user"): "account"
        case (.activity, "timestamp"): "at"
        default: field.name
        }
    }

    /// What a field holds, read of the table under a name of ours.
    func expression(_ field: Field, _ alias: String) -> String {
        switch (collection, field.name) {
        case (.users, "token"):
            "(CASE WHEN EXISTS (SELECT 1 FROM static_tokens WHERE static_tokens.account = \(alias).id) THEN '*' END)"
        // The seed stays where it is.
        case (.users, "tfa_secret"):
            """
            (CASE WHEN EXISTS (SELECT 1 FROM second_factors
                WHERE second_factors.account = \(alias).id AND second_factors.state = 'live') THEN '*' END)
            """
        // It cannot be set yet: other providers keep it elsewhere.
        case (.users, "auth_data"): "CAST(NULL AS TEXT)"
        // A secret's text does not leave storage for this.
        case (.users, "password"): "(CASE WHEN \(alias).password_hash IS NOT NULL THEN '*' END)"
        case (.sessions, "expires"):
            """
            (CASE WHEN \(alias).absolute_expiry < \(alias).idle_expiry THEN \(alias).absolute_expiry \
            ELSE \(alias).idle_expiry END)
            """
        // Whose session asks is known to the core.
        case (.sessions, "current"): "\(alias).id"
        default: "\(alias).\(column(field))"
        }
    }

    /// The rows that are items at all: those of Directus' door, and sessions that live.
    func isItem(_ alias: String, at now: Timestamp) -> SQLStatement {
        let team = Realm.team.rawValue
        let table = SQLStatement(ours: alias)
        return switch collection {
        case .users: "\(table).realm = \(team)"
        case .activity: "\(table).realm = \(team)"
        case .sessions:
            """
            \(table).revoked_at IS NULL AND \(table).idle_expiry > \(now.milliseconds)
            AND (\(table).absolute_expiry IS NULL OR \(table).absolute_expiry > \(now.milliseconds))
            AND EXISTS (SELECT 1 FROM accounts WHERE accounts.id = \(table).account AND accounts.realm = \(team))
            """
        case .access:
            """
            (\(table).account IS NULL
                OR EXISTS (SELECT 1 FROM accounts WHERE accounts.id = \(table).account AND accounts.realm = \(team)))
            """
        case .roles, .policies, .permissions, .settings: "1 = 1"
        }
    }
}
