/// Who asks for items: somebody with a good credential, or nobody in particular.
public struct Caller: Sendable {
    /// Who shows a credential; `nil` for nobody in particular, who may do what everybody may.
    public let identity: Identity?
    /// From where.
    public let client: Client

    /// Somebody who asks.
    public init(_ identity: Identity?, client: Client) {
        self.identity = identity
        self.client = client
    }

    /// Whether everything is permitted to him.
    public var isAdministrator: Bool { identity?.rights.isAdministrator ?? false }

    /// What he may do, as it was believed when he came.
    func permissions(_ reading: any VaultReading) throws -> Permissions {
        try permissions(
            identity?.rights ?? reading.grantsOfEveryone().rights(at: client.address), identity?.account, reading)
    }

    /// What he may do now: a body may have dripped, and a hash waited.
    ///
    /// - Throws: ``AuthenticationFailure/invalidCredentials`` if his credential is good no more.
    func permissionsNow(_ reading: any VaultReading) throws -> Permissions {
        guard let identity else { return try permissions(reading) }
        guard try identity.isStillGood(reading, at: reading.now), let account = try reading.account(identity.account.id)
        else { throw AuthenticationFailure.invalidCredentials }
        return try permissions(reading.grants(of: account).rights(at: client.address), account, reading)
    }

    private func permissions(
        _ rights: Rights, _ account: Account?, _ reading: any VaultReading
    ) throws -> Permissions {
        Permissions(
            rights: rights, own: account == nil ? [] : Permission.ofEverybody,
            variables: Variables(
                account: account?.id, role: account?.role,
                roles: rights.isAdministrator ? [] : try account?.role.map(reading.chain) ?? [],
                policies: rights.policies, now: try reading.now))
    }
}
