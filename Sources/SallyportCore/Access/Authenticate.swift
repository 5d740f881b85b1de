/// Finds out who shows a credential: an access token, a session cookie, a static token (Directus spec sections 3.1, 3.2).
public struct Authenticate: Sendable {
    let vault: any Vault
    let accessTokens: AccessTokenReader
    let staticTokens: StaticToken
    let rule: SessionRule
    let identities: IdentityCache
    let throttle: ThrottleGuesses
    let tried: TriedTokens
    let seen: SeenRecorder
    let clock: Clock

    /// Who it is, or why not.
    ///
    /// - Parameters:
    ///   - credential: the token's text, from a header, a query or a cookie.
    ///   - realm: whose door it is shown at; another realm's account is nobody there.
    ///   - client: asked for only if the account's rights depend on where it is, or the token could be a guess.
    public func callAsFunction(
        _ credential: String, realm: Realm, client: @autoclosure () -> Client
    ) async throws(AuthenticationFailure) -> Identity {
        let now = clock()
        let snapshot: Identity.Snapshot
        switch try await accessTokens.verify(credential, at: now) {
        case .success(let token): snapshot = try await holder(of: token, at: now)
        case .failure(.foreign): snapshot = try await owner(ofStaticToken: credential, client())
        case .failure(.invalid): throw .invalidToken
        // Whoever shows an outdated one should refresh, too.
        case .failure(.expired), .failure(.outdated): throw .tokenExpired
        // D2: what cannot be revoked is not accepted, whoever signed it.
        case .failure(.unbound), .failure(.forged): throw .invalidCredentials
        }
        guard snapshot.account.realm == realm, snapshot.account.status == .active else { throw .invalidCredentials }
        return Identity(snapshot, client: client())
    }

    private func holder(
        of token: AccessToken, at now: Timestamp
    ) async throws(AuthenticationFailure) -> Identity.Snapshot {
        let (id, counter) = token.reference
        var found = try await snapshot(.session(id))
        if let session = found?.session, session.counter < counter {
            // Rotated on another node since we looked, or lost to a power cut (rule 5.5): look again.
            identities.forget(id)
            found = try await snapshot(.session(id))
        }
        guard let found, let session = found.session, session.account == token.account else {
            throw .invalidCredentials
        }
        let mode: TokenMode = if case .cookie = token.binding { .session } else { .json }
        let promised =
            counter > session.counter
            ? Timestamp(seconds: token.issuedAt) + rule.settings.idleLifetime(mode) : session.idleExpiry
        guard session.lives(at: now, idleExpiry: promised) else { throw .invalidCredentials }
        if case .cookie(let refreshToken) = token.binding, !rule.accepts(cookie: refreshToken, of: session, at: now) {
            throw .superseded
        }
        if counter == session.counter, session.seen == nil { seen.note(id, counter: counter, at: now) }
        return found
    }

    private func owner(
        ofStaticToken text: String, _ client: Client
    ) async throws(AuthenticationFailure) -> Identity.Snapshot {
        guard !text.isEmpty, text.count <= StaticToken.maximumLength else { throw .invalidCredentials }
        let trial = TriedTokens.Trial(token: staticTokens.digest(text), network: client.network)
        do {
            // Not even a token that is believed is looked at for whoever may be guessing.
            if tried.outcome(trial) != nil { return try await owner(trial) }
            return try await throttle(Guess(.unnamed, by: client)) {
                do throws(AuthenticationFailure) { return try await owner(trial) } catch .invalidCredentials {
                    throw WrongGuess(AuthenticationFailure.invalidCredentials)
                }
            }
        } catch { throw AuthenticationFailure(error) }
    }

    private func owner(_ trial: TriedTokens.Trial) async throws(AuthenticationFailure) -> Identity.Snapshot {
        let found = try await snapshot(.staticToken(trial.token))
        tried.note(trial, isGood: found != nil)
        guard let found else { throw .invalidCredentials }
        return found
    }

    /// What the cache or else the vault knows of a credential's session or account; `nil` if nothing.
    private func snapshot(
        _ key: IdentityCache.Key
    ) async throws(AuthenticationFailure) -> Identity.Snapshot? {
        do { return try await identities.snapshot(key, in: vault) } catch { throw AuthenticationFailure(error) }
    }
}

extension IdentityCache {
    /// What is believed of a credential's session or account, or else what the vault knows; `nil` if nothing.
    ///
    /// - Throws: ``StorageError``.
    func snapshot(_ key: Key, in vault: any Vault) async throws -> Identity.Snapshot? {
        if let known = snapshot(key) { return known }
        let ticket = ticket(key)
        let found = try await vault.read { try key.snapshot($0) }
        if let found { keep(found, as: key, ticket: ticket) }
        return found
    }
}

extension IdentityCache.Key {
    /// Reads what the credential stands for; `nil` if for nothing.
    fileprivate func snapshot(_ reading: any VaultReading) throws -> Identity.Snapshot? {
        switch self {
        case .session(let id):
            guard let (session, account) = try reading.sessionAndAccount(id) else { return nil }
            return try Identity.Snapshot(self, of: account, session: session, reading)
        case .staticToken(let digest):
            guard let account = try reading.account(staticToken: digest) else { return nil }
            return try Identity.Snapshot(self, of: account, session: nil, reading)
        }
    }
}
