/// Notes the page of the Studio that an account has open (`/users/me/track/page`, Directus spec section 2.1): everybody may
/// note his own, and nothing hangs on it.
public struct TrackPage: Sendable {
    let vault: any Vault
    let identities: IdentityCache

    /// - Throws: ``ItemFailure/invalidPayload(_:)`` for what is no text, ``ItemFailure/tooLong(field:collection:)``.
    public func callAsFunction(_ page: JSON, of identity: Identity) async throws(ItemFailure) {
        guard let field = ItemCollection.users.field(AccountField.lastPage.rawValue) else { return }
        let text = try field.stored(page, in: .users).text
        let id = identity.account.id
        do {
            try await vault.write(.relaxed) { transaction in
                guard try identity.isStillGood(transaction, at: transaction.now),
                    var profile = try transaction.profile(of: id)
                else { throw AuthenticationFailure.invalidCredentials }
                profile.lastPage = text
                try transaction.update(profile, of: id)
            }
            identities.forget(id)
        } catch { throw ItemFailure(error) }
    }
}
