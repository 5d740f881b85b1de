/// A customer who has shown a good token or cookie.
public struct StoreIdentity: Sendable {
    /// What he showed.
    public let credential: StoreCredential
    /// Whose it is.
    public let account: Account
    /// What the account tells of itself.
    public let profile: Profile

    /// Whether the credential would still be good inside this transaction.
    ///
    /// - Returns: the account as it is there; `nil` if not.
    func accountNow(_ reading: any VaultReading) throws -> Account? {
        let now = try reading.now
        guard let (session, account) = try reading.sessionAndAccount(credential.session),
            session.lives(at: now, idleExpiry: session.idleExpiry), account.id == self.account.id,
            account.status == .active
        else { return nil }
        return account
    }
}

/// Finds out which customer shows a token or a cookie (medusa.md A1.6, B1.5).
public struct AuthenticateCustomer: Sendable {
    let vault: any Vault
    let tokens: StoreTokenCodec
    let cookies: StoreCookieCodec
    let identities: IdentityCache
    let clock: Clock

    /// What a request shows.
    public enum Shown: Sendable {
        /// A bearer token.
        case token(String)
        /// The value of `connect.sid`, as it came.
        case cookie(String)
    }

    /// Who it is.
    ///
    /// - Returns: `nil` for whatever opens nothing: this door tells nobody why.
    /// - Throws: ``AuthenticationFailure/unavailable(_:)``.
    public func callAsFunction(_ shown: Shown) async throws(AuthenticationFailure) -> StoreIdentity? {
        let now = clock()
        let session: Session.ID
        var credential: StoreCredential?
        var reading: StoreCookieCodec.Reading?
        switch shown {
        case .token(let text):
            guard let read = tokens.decode(text, at: now) else { return nil }
            (credential, session) = (read, read.session)
        case .cookie(let value):
            guard let read = cookies.decode(value, at: now) else { return nil }
            (reading, session) = (read, read.session)
        }
        let found: Identity.Snapshot?
        do { found = try await identities.snapshot(.session(session), in: vault) } catch {
            throw AuthenticationFailure(error)
        }
        guard let found, let row = found.session, row.lives(at: now, idleExpiry: row.idleExpiry),
            found.account.realm == .store, found.account.status == .active
        else { return nil }
        if let reading {
            // A cookie of the second interface is given to customers only, and the first has no others.
            credential = StoreCredential(
                version: reading.version, session: session, account: found.account.id, isCustomer: true,
                issuedAt: reading.issuedAt,
                expiresAt: reading.issuedAt + StoreCredential.cookieLifetime.wholeSeconds)
        }
        guard let credential, credential.account == found.account.id else { return nil }
        return StoreIdentity(credential: credential, account: found.account, profile: found.profile)
    }
}
