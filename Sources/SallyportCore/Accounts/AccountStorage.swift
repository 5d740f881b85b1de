/// What is read of accounts inside a transaction.
public protocol AccountReading {
    func account(_ id: Account.ID) throws -> Account?
    /// The account with that address in that realm, whatever the address' case.
    func account(_ email: EmailAddress, in realm: Realm) throws -> Account?
    /// The account that a static token opens, by the token's MAC.
    func account(staticToken: StaticToken.Digest) throws -> Account?
    /// All accounts of a realm, by address.
    func accounts(in realm: Realm) throws -> [Account]
    /// Whether the realm has no account at all: the first start.
    func isEmpty(_ realm: Realm) throws -> Bool
    func profile(of account: Account.ID) throws -> Profile?
}

/// What is changed of accounts inside a transaction.
public protocol AccountWriting {
    /// - Throws: ``UniquenessViolation`` if the address is taken.
    func insert(_ account: Account, profile: Profile, at now: Timestamp) throws
    /// Notes a sign-in, if the account is still active and its password still the one that was verified: the first
    /// statement of a sign-in's transaction, so that a password change in between makes it fail (design section 5).
    ///
    /// - Parameter rehashed: replaces the stored hash, when its parameters are outdated.
    /// - Returns: whether it holds.
    func noteSignIn(_ account: Account, rehashed: PasswordHash?, at now: Timestamp) throws -> Bool
    func noteAccess(_ account: Account.ID, at now: Timestamp) throws
    /// Writes what signing in depends on: address, password, status, role.
    ///
    /// - Throws: ``UniquenessViolation`` if the address is taken.
    func update(_ account: Account) throws
    func update(_ profile: Profile, of account: Account.ID) throws
    /// Gives the account a static token, in place of any it had; `nil` takes it away.
    ///
    /// - Throws: ``UniquenessViolation`` if another account has that token.
    func setStaticToken(_ digest: StaticToken.Digest?, of account: Account.ID, at now: Timestamp) throws
    /// Deletes the account with all that is its own.
    func delete(_ account: Account.ID) throws
}

/// A value that must be unique is taken.
public struct UniquenessViolation: Error, Sendable, Hashable {
    /// The field whose value is taken.
    public var field: AccountField

    /// - Parameter field: whose value is taken.
    public init(field: AccountField) {
        self.field = field
    }
}
