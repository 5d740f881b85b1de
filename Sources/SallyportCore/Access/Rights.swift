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
            policies: counting.map(\.id), permissions: permissions.filter { ids.contains($0.policy) })
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
    /// The policies that count here.
    public let policies: [Policy.ID]
    /// The permissions that count here, with those that app access brings.
    public let permissions: [Permission]
    /// The fields of the caller's own account that he may read (spec section 2.1); `nil`: storage has to be asked which.
    public let readableOwnFields: Set<AccountField>?

    init(
        isAdministrator: Bool, hasAppAccess: Bool, enforcesSecondFactor: Bool, policies: [Policy.ID] = [],
        permissions: [Permission]
    ) {
        self.isAdministrator = isAdministrator
        self.hasAppAccess = hasAppAccess
        self.enforcesSecondFactor = enforcesSecondFactor
        self.policies = policies
        self.permissions = permissions + (hasAppAccess ? Permission.ofAppAccess : [])
        readableOwnFields =
            isAdministrator ? Set(AccountField.allCases) : Self.readableOwnFields(self.permissions)
    }

    private static func readableOwnFields(_ permissions: [Permission]) -> Set<AccountField>? {
        var fields: Set<AccountField> = []
        for permission in permissions
        where permission.collection == ItemCollection.users.rawValue && permission.action == .read {
            guard let covers = permission.coversOwnAccount else { return nil }
            guard covers else { continue }
            if permission.fields.contains("*") { return nil }
            fields.formUnion(permission.fields.compactMap(AccountField.init(rawValue:)))
        }
        // What stands on the other side is for storage to tell.
        return fields.contains(.policies) ? nil : fields
    }
}
