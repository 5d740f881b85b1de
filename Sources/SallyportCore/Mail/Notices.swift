extension VaultTransaction {
    /// Queues a notice to an account's owner, in the transaction of what it tells (security.md 3b, ASVS 6.3.7). Accounts that
    /// cannot sign in, or have no address, get none.
    ///
    /// - Parameters:
    ///   - kind: of those without a link.
    ///   - address: where it goes, if not to the account's present address.
    ///   - id: of the letter.
    /// - Returns: whether there is anything to send.
    @discardableResult
    func notify(
        _ account: Account, _ kind: Letter.Kind, at address: EmailAddress? = nil, id: String
    ) throws -> Bool {
        guard account.status == .active, let address = address ?? account.email else { return false }
        try enqueue(
            QueuedLetter(
                id: QueuedLetter.ID(rawValue: id), kind: kind, realm: account.realm, email: address,
                account: account.id, created: try now))
        return true
    }

    /// Notices of what a change means to the owner of an account that was active before it.
    ///
    /// - Parameters:
    ///   - former: the account before the change.
    ///   - staticTokenIsNew: whether it was given a static token.
    /// - Returns: whether there is anything to send.
    func notify(
        _ account: Account, changedFrom former: Account, staticTokenIsNew: Bool, makeIdentifier: MakeIdentifier
    ) throws -> Bool {
        guard former.status == .active else { return false }
        var isAny = false
        if let address = former.email, address != account.email {
            isAny = try notify(account, .emailChanged, at: address, id: makeIdentifier()) || isAny
        }
        if account.passwordHash != former.passwordHash, account.passwordHash != nil {
            // A stranger who has changed both is told to the owner, not to himself.
            isAny = try notify(account, .passwordChanged, at: former.email, id: makeIdentifier()) || isAny
        }
        if staticTokenIsNew || account.provider != former.provider {
            isAny = try notify(account, .signInMethodAdded, at: former.email, id: makeIdentifier()) || isAny
        }
        return isAny
    }
}
