/// Makes an invited account active with the password that its owner chooses (Directus spec section 2.3).
public struct AcceptInvitation: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let check: CheckOneTimeToken
    let identities: IdentityCache

    /// Accepts.
    ///
    /// - Throws: ``OneTimeTokenFailure``; with ``OneTimeTokenFailure/weakPassword`` the token stays good.
    public func callAsFunction(
        token text: String, password: Password, client: Client
    ) async throws(OneTimeTokenFailure) {
        let id = try await check.id(of: text, .invitation, by: client)
        try await check(text, for: .invitation, by: client)
        do {
            let hash = try await passwords.hash(password, as: vault)
            let account = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                var (_, account) = try CheckOneTimeToken.consume(id, .invitation, transaction)
                account.passwordHash = hash
                account.status = .active
                try transaction.update(account)
                try transaction.spendTokens(of: account.id, at: now)
                try transaction.append(
                    Activity(
                        .update, account: nil, realm: account.realm, client: client, fields: ["password", "status"],
                        item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                return account.id
            }
            identities.forget(account)
        } catch { throw OneTimeTokenFailure(error) }
    }
}
