/// What is read of roles and policies inside a transaction.
public protocol AccessReading {
    func role(_ id: Role.ID) throws -> Role?
    func role(named name: String) throws -> Role?
    /// The roles whose parent it is, by name.
    func children(of role: Role.ID) throws -> [Role.ID]
    /// The accounts that have the role themselves.
    func members(of role: Role.ID) throws -> [Account.ID]
    /// The ids of the `access` rows that attach policies to that holder.
    func attachments(of holder: PolicyHolder) throws -> [String]
    /// The role and all above it, from below. A circle ends where it began.
    func chain(of role: Role.ID) throws -> [Role.ID]
    /// What those hold who show no credential.
    func grantsOfEveryone() throws -> Grants
    /// What the account holds: through its chain of roles and itself; without a role, also what everybody holds (spec
    /// section 2.7).
    func grants(of account: Account) throws -> Grants
}

/// What is changed of roles and policies inside a transaction.
public protocol AccessWriting {
    /// Whether anybody in the realm is active and has administration, wherever he is.
    func hasAdministrator(in realm: Realm) throws -> Bool
}

extension ItemWriting {
    /// Makes a role.
    public func insert(_ role: Role) throws {
        try insert(
            [
                ("id", .text(role.id.rawValue)), ("name", .text(role.name)), ("icon", .text(role.icon)),
                ("description", ItemValue(role.description)), ("parent", ItemValue(role.parent?.rawValue)),
            ], into: .roles)
    }

    /// Makes a policy.
    public func insert(_ policy: Policy) throws {
        try insert(
            [
                ("id", .text(policy.id.rawValue)), ("name", .text(policy.name)),
                ("ip_access", policy.addresses.isEmpty ? .null : .list(policy.addresses.map(ItemValue.text))),
                ("enforce_tfa", .flag(policy.enforcesSecondFactor)), ("admin_access", .flag(policy.hasAdminAccess)),
                ("app_access", .flag(policy.hasAppAccess)),
            ], into: .policies)
    }

    /// Makes a permission; its number is storage's.
    public func insert(_ permission: Permission) throws {
        func json(_ text: String?) throws -> ItemValue { try text.map { .json(try JSON(parsing: $0.utf8)) } ?? .null }
        try insert(
            [
                ("policy", .text(permission.policy.rawValue)), ("collection", .text(permission.collection)),
                ("action", .text(permission.action.rawValue)), ("permissions", json(permission.filter)),
                ("validation", json(permission.validation)), ("presets", json(permission.presets)),
                ("fields", .list(permission.fields.map(ItemValue.text))),
            ], into: .permissions)
    }

    /// Gives somebody a policy.
    ///
    /// - Parameter id: of the attachment itself.
    public func attach(_ policy: Policy.ID, to holder: PolicyHolder, id: String) throws {
        var values: [(String, ItemValue)] = [("id", .text(id)), ("policy", .text(policy.rawValue))]
        switch holder {
        case .role(let role): values.append(("role", .text(role.rawValue)))
        case .account(let account): values.append(("user", .text(account.rawValue)))
        case .everyone: break
        }
        try insert(values, into: .access)
    }

    private func insert(_ values: [(String, ItemValue)], into collection: ItemCollection) throws {
        _ = try insert(
            values.compactMap { name, value in collection.field(name).map { ($0, value) } }, into: collection)
    }
}

extension ItemValue {
    fileprivate init(_ text: String?) {
        self = text.map(Self.text) ?? .null
    }
}
