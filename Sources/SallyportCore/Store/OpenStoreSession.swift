/// What a customer gets who signs in: a token or a cookie, both bound to one session.
public struct StoreSession: Sendable {
    /// What it says.
    public var credential: StoreCredential
    /// Whose it is.
    public var account: Account
    /// For a browser to keep, if it has signed in with a cookie.
    public var device: DeviceToken?
}

/// Signs customers in, with the flow that every door has (``SignIn``), and keeps their sessions (design section 5).
public struct OpenStoreSession: Sendable {
    let vault: any Vault
    let signIn: SignIn
    let identities: IdentityCache
    let lifetimes: StoreLifetimes
    let tokens: StoreTokenCodec
    let cookies: StoreCookieCodec

    /// How the customer will show his session.
    public enum Means: Sendable, Hashable {
        case token, cookie
    }

    /// Signs in with e-mail and password.
    ///
    /// - Throws: ``AuthenticationFailure``, the same for whatever is wrong. In the first interface, whoever is no customer yet
    ///   is nobody.
    public func callAsFunction(
        _ version: StoreCredential.Version, _ means: Means, email: EmailAddress, password: Password, client: Client
    ) async throws(AuthenticationFailure) -> StoreSession {
        var request = SignIn.Request(
            realm: .store, email: email, password: password, mode: means == .cookie ? .session : .json, client: client)
        request.lifetime = lifetimes.of(version, means)
        request.isForCustomersOnly = version == .first
        let (opened, device) = try await signIn.session(request)
        return StoreSession(
            credential: Self.credential(
                version, means, of: opened.session, opened.account, isCustomer: opened.isCustomer),
            account: opened.account, device: device)
    }

    static func credential(
        _ version: StoreCredential.Version, _ means: Means, of session: Session, _ account: Account,
        isCustomer: Bool, at now: Timestamp? = nil
    ) -> StoreCredential {
        let now = now ?? session.created
        let lifetime = means == .cookie ? StoreCredential.cookieLifetime : StoreCredential.tokenLifetime(version)
        return StoreCredential(
            version: version, session: session.id, account: account.id, isCustomer: isCustomer,
            issuedAt: now.seconds, expiresAt: (now + lifetime).seconds)
    }

    /// The text of a token.
    public func token(_ credential: StoreCredential) -> Secret<String> { tokens.encode(credential) }

    /// The value of the cookie `connect.sid`.
    public func cookie(_ credential: StoreCredential) -> Secret<String> { cookies.encode(credential) }

    /// A new credential for the session of one that was shown; it says what the account is by now. The session lives as long
    /// as the credential, at least.
    ///
    /// - Throws: ``AuthenticationFailure/invalidCredentials`` if that session is over.
    public func renew(
        _ identity: StoreIdentity, _ means: Means
    ) async throws(AuthenticationFailure) -> StoreSession {
        do {
            let renewed: StoreSession = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                guard let account = try identity.accountNow(transaction),
                    let session = try transaction.session(identity.credential.session)
                else { throw AuthenticationFailure.invalidCredentials }
                let credential = Self.credential(
                    identity.credential.version, means, of: session, account,
                    isCustomer: try transaction.customer(account.id) != nil, at: now)
                let expiry = Timestamp(seconds: credential.expiresAt + 1)
                if session.idleExpiry < expiry { try transaction.prolong(session.id, idleExpiry: expiry) }
                return StoreSession(credential: credential, account: account, device: nil)
            }
            identities.forget(identity.credential.session)
            return renewed
        } catch { throw AuthenticationFailure(error) }
    }

    /// Ends the session of a credential, for good: all its tokens and cookies (M4).
    ///
    /// - Throws: ``AuthenticationFailure/unavailable(_:)``; it then still lives.
    public func end(_ identity: StoreIdentity, client: Client) async throws(AuthenticationFailure) {
        let session = identity.credential.session
        do {
            try await vault.write(.durable) { transaction in
                let now = try transaction.now
                guard try transaction.revoke(session, at: now) else { return }
                try transaction.append(
                    Activity(.logout, account: identity.account.id, realm: .store, client: client), at: now)
            }
            identities.forget(session)
        } catch { throw AuthenticationFailure(error) }
    }
}
