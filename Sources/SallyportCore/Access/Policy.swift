/// What its holders may do: attached to roles or accounts, and perhaps bound to addresses (Directus spec section 2.7).
public struct Policy: Sendable, Hashable {
    /// A policy's id.
    public typealias ID = Identifier<Policy>

    /// The policy's id.
    public var id: ID
    /// What it is called.
    public var name: String
    /// Everything is permitted (`admin_access`).
    public var hasAdminAccess: Bool
    /// The Studio may be used, and one's own account read (`app_access`).
    public var hasAppAccess: Bool
    /// Its holders owe a second factor (`enforce_tfa`).
    public var enforcesSecondFactor: Bool
    /// Where the policy counts; empty: everywhere. Entries that are no address, range or block match nobody.
    public var addresses: [String]

    /// A policy that grants nothing unless said otherwise.
    public init(
        id: ID, name: String, hasAdminAccess: Bool = false, hasAppAccess: Bool = false,
        enforcesSecondFactor: Bool = false, addresses: [String] = []
    ) {
        self.id = id
        self.name = name
        self.hasAdminAccess = hasAdminAccess
        self.hasAppAccess = hasAppAccess
        self.enforcesSecondFactor = enforcesSecondFactor
        self.addresses = addresses
    }

    /// Whether the policy counts for somebody at that address. An unknown address matches no list: the original drops such
    /// a policy's permissions but keeps its admin flag (W14), we drop both.
    func counts(for address: IPAddress?) -> Bool {
        guard !addresses.isEmpty else { return true }
        guard let address else { return false }
        return addresses.contains { IPRange($0)?.contains(address) == true }
    }
}

/// Who holds a policy.
public enum PolicyHolder: Sendable, Hashable {
    case role(Role.ID)
    case account(Account.ID)
    /// Everybody without a role.
    case everyone
}
