/// Sets a new password for whoever holds the link of a mail (Directus spec section 1.6; D6, D14). All sessions end; a second
/// factor stays (security.md 3f.24).
public struct ResetPassword: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let check: CheckOneTimeToken
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// Sets the password.
    ///
    /// - Parameters:
    ///   - realm: whose door the token is shown at; another realm's does nothing there.
    ///   - email: whose it has to be, if that is asked.
    /// - Returns: whose password it was.
    /// - Throws: ``OneTimeTokenFailure``; with ``OneTimeTokenFailure/weakPassword`` the token stays good.
    @discardableResult
    public func callAsFunction(
        token text: String, password: Password, in realm: Realm = .team, of email: EmailAddress? = nil, client: Client
    ) async throws(OneTimeTokenFailure) -> Account.ID {
        let purpose: OneTimeToken.Purpose = realm == .team ? .passwordReset : .customerPasswordReset
        let id = try await check.id(of: text, purpose, by: client)
        try await check(text, for: purpose, by: client)
        do {
            let hash = try await passwords.hash(password, as: vault)
            let letter = makeIdentifier()
            let account = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                var (_, account) = try CheckOneTimeToken.consume(id, purpose, transaction)
                guard account.realm == realm, email == nil || account.email == email else {
                    throw OneTimeTokenFailure.invalid
                }
                account.passwordHash = hash
                try transaction.update(account)
                try transaction.spendTokens(of: account.id, at: now)
                try transaction.revokeSessions(of: account.id, except: nil, at: now)
                try transaction.notify(account, .passwordChanged, id: letter)
                // Whoever registered in the second interface and never became a customer has shown now that the address is
                // his: the first interface knows no other way in.
                if realm == .store, email != nil {
                    _ = try transaction.insert(Customer(account: account.id, created: now))
                }
                // Whoever reads the account's mail is its owner, however many guess at it.
                if let network = client.network { try transaction.note(network: network, of: account.id, at: now) }
                // Nobody's act, as in the original: a link is no sign-in.
                try transaction.append(
                    Activity(
                        .update, account: nil, realm: account.realm, client: client, fields: ["password"],
                        item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                return account.id
            }
            identities.forget(account)
            signal.raise()
            return account
        } catch { throw OneTimeTokenFailure(error) }
    }
}

extension PasswordHasher {
    /// Hashes a new password that satisfies the vault's policy.
    ///
    /// - Throws: ``OneTimeTokenFailure/weakPassword``, ``StorageError``, ``HashFailure``.
    func hash(_ password: Password, as vault: any Vault) async throws -> PasswordHash {
        let policy = try await vault.read { try PasswordPolicy(pattern: $0.settings().passwordPolicy) }
        guard policy.allows(password) else { throw OneTimeTokenFailure.weakPassword }
        return try await hash(password)
    }
}
