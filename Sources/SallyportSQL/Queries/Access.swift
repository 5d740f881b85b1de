import SallyportCore

/// Tables `roles`, `policies`, `permissions` and `access`.
extension SQLTransaction {
    private static var roleColumns: StaticString { "id, name, icon, description, parent" }

    private func readRole(_ row: inout RowReader) throws -> Role {
        Role(
            id: try row.identifier(), name: try row.text(), icon: try row.text(),
            description: try row.optionalText(), parent: try row.optionalIdentifier())
    }

    func role(_ id: Role.ID) throws -> Role? {
        try first("SELECT \(columns: Self.roleColumns) FROM roles WHERE id = \(id.rawValue)", readRole)
    }

    func role(named name: String) throws -> Role? {
        try first("SELECT \(columns: Self.roleColumns) FROM roles WHERE name = \(name) ORDER BY id LIMIT 1", readRole)
    }

    func children(of role: Role.ID) throws -> [Role.ID] {
        try all("SELECT id FROM roles WHERE parent = \(role.rawValue) ORDER BY name, id") { try $0.identifier() }
    }

    func members(of role: Role.ID) throws -> [Account.ID] {
        try all("SELECT id FROM accounts WHERE role = \(role.rawValue) ORDER BY created, id") { try $0.identifier() }
    }

    func attachments(of holder: PolicyHolder) throws -> [String] {
        let (role, account) = holder.columns
        return try all(
            """
            SELECT id FROM access
            WHERE COALESCE(role, '') = \(role ?? "") AND COALESCE(account, '') = \(account ?? "") ORDER BY id
            """
        ) { try $0.text() }
    }

    /// From below; a circle of parents, which cannot be made through any door, ends where it began.
    func chain(of role: Role.ID) throws -> [Role.ID] {
        try all(
            """
            WITH RECURSIVE chain (id, parent, depth) AS (
                SELECT id, parent, 0 FROM roles WHERE id = \(role.rawValue)
                UNION SELECT roles.id, roles.parent, chain.depth + 1 FROM roles JOIN chain ON roles.id = chain.parent
                    WHERE chain.depth < 100)
            SELECT id FROM chain GROUP BY id ORDER BY MIN(depth)
            """
        ) { try $0.identifier() }
    }

    /// One statement, because every refresh asks. Without a role, an account has what everybody has; with one, it has not
    /// (spec section 2.7). A circle of parents, which cannot be made through any door, ends where it began.
    func grants(of account: Account) throws -> Grants {
        try grants(role: account.role, account: account.id)
    }

    func grantsOfEveryone() throws -> Grants {
        try grants(role: nil, account: nil)
    }

    private func grants(role: Role.ID?, account: Account.ID?) throws -> Grants {
        let rows = try all(
            """
            WITH RECURSIVE chain (id, parent) AS (
                SELECT id, parent FROM roles WHERE id = \(role?.rawValue ?? "")
                UNION SELECT roles.id, roles.parent FROM roles JOIN chain ON roles.id = chain.parent)
            SELECT
                policies.id, policies.name, policies.admin_access, policies.app_access, policies.enforce_tfa,
                policies.ip_access, permissions.id, permissions.collection, permissions.action, permissions.filter,
                permissions.validation, permissions.presets, permissions.fields
            FROM policies LEFT JOIN permissions ON permissions.policy = policies.id
            WHERE policies.id IN (
                SELECT policy FROM access WHERE role IN (SELECT id FROM chain)
                UNION SELECT policy FROM access WHERE account = \(account?.rawValue ?? "")
                UNION SELECT policy FROM access WHERE role IS NULL AND account IS NULL AND \(role == nil) = 1)
            ORDER BY policies.id, permissions.id
            """
        ) { row in
            let policy = try readPolicy(&row)
            return (policy: policy, permission: try readPermission(of: policy.id, &row))
        }
        var grants = Grants()
        for row in rows {
            if grants.policies.last != row.policy { grants.policies.append(row.policy) }
            if let permission = row.permission { grants.permissions.append(permission) }
        }
        return grants
    }

    /// A role gives administration if it, or any above it, holds a policy that does, wherever it counts.
    func hasAdministrator(in realm: Realm) throws -> Bool {
        let found = try first(
            """
            WITH RECURSIVE holders (role, account) AS (
                SELECT role, account FROM access WHERE policy IN (SELECT id FROM policies WHERE admin_access = 1)),
            administrators (id) AS (
                SELECT role FROM holders WHERE role IS NOT NULL
                UNION SELECT roles.id FROM roles JOIN administrators ON roles.parent = administrators.id)
            SELECT 1 FROM accounts
            WHERE realm = \(realm.rawValue) AND status = \(Account.Status.active.rawValue)
                AND (role IN (SELECT id FROM administrators)
                    OR id IN (SELECT account FROM holders WHERE account IS NOT NULL))
            LIMIT 1
            """
        ) { try $0.integer() }
        return found != nil
    }

    private func readPolicy(_ row: inout RowReader) throws -> Policy {
        Policy(
            id: try row.identifier(), name: try row.text(), hasAdminAccess: try row.flag(),
            hasAppAccess: try row.flag(), enforcesSecondFactor: try row.flag(),
            addresses: (try row.optionalText() ?? "").split(separator: ",").map { $0.filter { $0 != " " } })
    }

    private func readPermission(of policy: Policy.ID, _ row: inout RowReader) throws -> Permission? {
        guard let id = try row.optionalInteger() else { return nil }
        return Permission(
            id: id, policy: policy, collection: try row.text(), action: try row.coded(),
            filter: try row.optionalText(), validation: try row.optionalText(), presets: try row.optionalText(),
            fields: (try row.optionalText() ?? "").split(separator: ",").map(String.init))
    }
}

extension PolicyHolder {
    /// What stands in `access.role` and `access.account`.
    fileprivate var columns: (role: String?, account: String?) {
        switch self {
        case .role(let role): (role.rawValue, nil)
        case .account(let account): (nil, account.rawValue)
        case .everyone: (nil, nil)
        }
    }
}
