/// All policies that an account holds, through its chain of roles and itself, with their permissions.
public struct Grants: Sendable, Hashable {
    /// The chain of roles, the account's own first.
    public var roles: [Role.ID]
    public var policies: [Policy]
    public var permissions: [Permission]

    public init(roles: [Role.ID] = [], policies: [Policy] = [], permissions: [Permission] = []) {
        self.roles = roles
        self.policies = policies
        self.permissions = permissions
    }

    /// What these grants amount to for somebody at that address.
    public func rights(at address: IPAddress?) -> Rights {
        let counting = policies.filter { $0.counts(for: address) }
        let ids = Set(counting.map(\.id))
        return Rights(
            isAdministrator: counting.contains(where: \.hasAdminAccess),
            hasAppAccess: counting.contains { $0.hasAppAccess || $0.hasAdminAccess },
            enforcesSecondFactor: counting.contains(where: \.enforcesSecondFactor),
            permissions: permissions.filter { ids.contains($0.policy) })
    }
}

/// What somebody may do, here and now.
public struct Rights: Sendable, Hashable {
    public var isAdministrator: Bool
    public var hasAppAccess: Bool
    public var enforcesSecondFactor: Bool
    public var permissions: [Permission]

    /// The collection of accounts, as Directus names it.
    static let accounts = "directus_users"

    /// The fields of the caller's own account that an action may touch (spec section 2.1): all for administrators; to
    /// read, also what app access shows to everybody of himself.
    public func ownFields(_ action: Permission.Action) -> Set<AccountField> {
        if isAdministrator { return Set(AccountField.allCases) }
        var fields: Set<AccountField> = action == .read && hasAppAccess ? AccountField.ownReadable : []
        for permission in permissions
        where permission.collection == Self.accounts && permission.action == action && permission.coversOwnAccount {
            if permission.fields.contains("*") { return Set(AccountField.allCases) }
            fields.formUnion(permission.fields.compactMap(AccountField.init(rawValue:)))
        }
        return fields
    }
}
