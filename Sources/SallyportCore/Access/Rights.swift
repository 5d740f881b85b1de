/// All policies that an account holds, through its chain of roles and itself, with their permissions.
public struct Grants: Sendable, Hashable {
    /// The policies, each once.
    public var policies: [Policy]
    /// The permissions of those policies.
    public var permissions: [Permission]

    /// Nothing, unless said otherwise.
    public init(policies: [Policy] = [], permissions: [Permission] = []) {
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

    /// Whether the rights are the same everywhere.
    var areBoundToAddresses: Bool {
        policies.contains { !$0.addresses.isEmpty }
    }
}

/// What somebody may do, here and now.
public struct Rights: Sendable, Hashable {
    /// Everything is permitted.
    public let isAdministrator: Bool
    /// The Studio may be used; administrators may, too.
    public let hasAppAccess: Bool
    /// A second factor is owed.
    public let enforcesSecondFactor: Bool
    /// The permissions that count here.
    public let permissions: [Permission]
    /// The fields of the caller's own account that he may read (spec section 2.1).
    public let readableOwnFields: Set<AccountField>
    /// The fields of the caller's own account that he may change.
    public let changeableOwnFields: Set<AccountField>

    /// The collection of accounts, as Directus names it.
    private static let accounts = "directus_users"

    init(isAdministrator: Bool, hasAppAccess: Bool, enforcesSecondFactor: Bool, permissions: [Permission]) {
        self.isAdministrator = isAdministrator
        self.hasAppAccess = hasAppAccess
        self.enforcesSecondFactor = enforcesSecondFactor
        self.permissions = permissions
        if isAdministrator {
            readableOwnFields = Set(AccountField.allCases)
            changeableOwnFields = readableOwnFields
        } else {
            let baseline = hasAppAccess ? AccountField.ownReadable : []
            readableOwnFields = baseline.union(Self.ownFields(.read, permissions))
            changeableOwnFields = Self.ownFields(.update, permissions)
        }
    }

    private static func ownFields(_ action: Permission.Action, _ permissions: [Permission]) -> Set<AccountField> {
        var fields: Set<AccountField> = []
        for permission in permissions
        where permission.collection == accounts && permission.action == action && permission.coversOwnAccount {
            if permission.fields.contains("*") { return Set(AccountField.allCases) }
            fields.formUnion(permission.fields.compactMap(AccountField.init(rawValue:)))
        }
        return fields
    }
}
