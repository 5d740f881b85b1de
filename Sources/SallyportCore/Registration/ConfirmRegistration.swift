/// Makes an account active whose owner has shown that the address is his: with the password and the names that came with
/// this registration, whoever else may have registered the address (Directus spec section 2.5; D8).
public struct ConfirmRegistration: Sendable {
    let vault: any Vault
    let check: CheckOneTimeToken
    let identities: IdentityCache

    /// Confirms. All other registrations of the address are discarded.
    ///
    /// - Returns: the account.
    /// - Throws: ``OneTimeTokenFailure``.
    @discardableResult
    public func callAsFunction(token text: String, client: Client) async throws(OneTimeTokenFailure) -> Account.ID {
        let id = try await check.id(of: text, .registration, by: client)
        do {
            let account = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                let (token, found) = try CheckOneTimeToken.consume(id, .registration, transaction)
                var account = found
                guard let registration = token.registration else { throw OneTimeTokenFailure.spent }
                account.passwordHash = registration.passwordHash
                account.status = .active
                try transaction.update(account)
                if var profile = try transaction.profile(of: account.id) {
                    profile.firstName = registration.firstName
                    profile.lastName = registration.lastName
                    try transaction.update(profile, of: account.id)
                }
                try transaction.spendTokens(of: account.id, at: now)
                try transaction.append(
                    Activity(
                        .update, account: nil, realm: account.realm, client: client, fields: ["status"],
                        item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
                return account.id
            }
            identities.forget(account)
            return account
        } catch { throw OneTimeTokenFailure(error) }
    }
}
