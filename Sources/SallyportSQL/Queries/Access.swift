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

    func grants(of account: Account) throws -> Grants {
        let roles = try account.role.map(chain) ?? []
        let policies = try policies(of: account)
        var permissions: [Permission] = []
        for policy in policies { permissions += try self.permissions(of: policy.id) }
        return Grants(roles: roles, policies: policies, permissions: permissions)
    }

    /// The role and its parents. A circle, which cannot be made through any door, ends where it began.
    private func chain(from role: Role.ID) throws -> [Role.ID] {
        try all(
            """
            WITH RECURSIVE chain (id, parent) AS (
                SELECT id, parent FROM roles WHERE id = \(role.rawValue)
                UNION SELECT roles.id, roles.parent FROM roles JOIN chain ON roles.id = chain.parent)
            SELECT id FROM chain
            """
        ) { try $0.identifier() }
    }

    /// Without a role, an account has what everybody has; with one, it has not (spec section 2.7).
    private func policies(of account: Account) throws -> [Policy] {
        try all(
            """
            WITH RECURSIVE chain (id, parent) AS (
                SELECT id, parent FROM roles WHERE id = \(account.role?.rawValue ?? "")
                UNION SELECT roles.id, roles.parent FROM roles JOIN chain ON roles.id = chain.parent)
            SELECT id, name, admin_access, app_access, enforce_tfa, ip_access FROM policies WHERE id IN (
                SELECT policy FROM access WHERE role IN (SELECT id FROM chain)
                UNION SELECT policy FROM access WHERE account = \(account.id.rawValue)
                UNION SELECT policy FROM access
                    WHERE role IS NULL AND account IS NULL AND \(account.role == nil) = 1)
            ORDER BY id
            """
        ) { row in
            Policy(
                id: try row.identifier(), name: try row.text(), hasAdminAccess: try row.flag(),
                hasAppAccess: try row.flag(), enforcesSecondFactor: try row.flag(),
                addresses: (try row.optionalText() ?? "").split(separator: ",").map(String.init))
        }
    }

    private func permissions(of policy: Policy.ID) throws -> [Permission] {
        try all(
            """
            SELECT id, policy, collection, action, filter, fields FROM permissions
            WHERE policy = \(policy.rawValue) ORDER BY id
            """
        ) { row in
            Permission(
                id: try row.identifier(), policy: try row.identifier(), collection: try row.text(),
                action: try row.coded(), filter: try row.optionalText(),
                fields: try row.text().split(separator: ",").map(String.init))
        }
    }

    func insert(_ role: Role) throws {
        try sql.execute(
            """
            INSERT INTO roles (id, name, icon, description, parent)
            VALUES (\(role.id.rawValue), \(role.name), \(role.icon), \(role.description), \(role.parent?.rawValue))
            """)
    }

    func insert(_ policy: Policy) throws {
        try sql.execute(
            """
            INSERT INTO policies (id, name, icon, ip_access, enforce_tfa, admin_access, app_access)
            VALUES (
                \(policy.id.rawValue), \(policy.name), 'badge',
                \(policy.addresses.isEmpty ? nil : policy.addresses.joined(separator: ",")),
                \(policy.enforcesSecondFactor), \(policy.hasAdminAccess), \(policy.hasAppAccess))
            """)
    }

    func insert(_ permission: Permission) throws {
        try sql.execute(
            """
            INSERT INTO permissions (id, policy, collection, action, filter, fields)
            VALUES (
                \(permission.id.rawValue), \(permission.policy.rawValue), \(permission.collection),
                \(permission.action.rawValue), \(permission.filter), \(permission.fields.joined(separator: ",")))
            """)
    }

    func attach(_ policy: Policy.ID, to holder: PolicyHolder, id: String) throws {
        let (role, account) = holder.columns
        try sql.execute(
            "INSERT INTO access (id, policy, role, account) VALUES (\(id), \(policy.rawValue), \(role), \(account))")
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
