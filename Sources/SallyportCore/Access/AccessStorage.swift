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
    /// What the account holds: through its chain of roles and itself; without a role, also what everybody holds (spec
    /// section 2.7).
    func grants(of account: Account) throws -> Grants
}

/// What is changed of roles and policies inside a transaction.
public protocol AccessWriting {
    /// Whether anybody else in the realm is active and has administration, wherever he is; and he keeps it until the
    /// transaction ends.
    func hasAdministrator(besides account: Account) throws -> Bool
    func insert(_ role: Role) throws
    func insert(_ policy: Policy) throws
    func insert(_ permission: Permission) throws
    /// - Parameter id: of the attachment itself.
    func attach(_ policy: Policy.ID, to holder: PolicyHolder, id: String) throws
}
