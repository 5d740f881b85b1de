/// Ends a session, for good (design section 5, rule 5.4).
public struct SignOut: Sendable {
    let vault: any Vault
    let identities: IdentityCache

    /// Ends the session of any genuine token, current or not, of a living session or not: after this has returned, nothing
    /// of that session is accepted.
    ///
    /// - Parameter realm: whose door it is shown at; another realm's token ends nothing there.
    /// - Throws: ``AuthenticationFailure/unavailable(_:)``; the session then still lives.
    public func callAsFunction(_ token: RefreshToken, realm: Realm, client: Client) async throws(AuthenticationFailure)
    {
        do {
            try await vault.write(.durable) { transaction in
                let now = try transaction.now
                guard let (_, account) = try transaction.sessionAndAccount(token.session), account.realm == realm,
                    try transaction.revoke(token.session, at: now)
                else { return }
                try transaction.append(
                    Activity(.logout, account: account.id, realm: account.realm, client: client), at: now)
            }
            identities.forget(token.session)
        } catch { throw AuthenticationFailure(error) }
    }
}
