/// Turns two-factor sign-in off: by the account's owner with a code, or by an administrator for somebody who has lost his
/// (Directus spec section 2.6; D5).
public struct RemoveSecondFactor: Sendable {
    let vault: any Vault
    let check: CheckSecondFactor
    let throttle: ThrottleGuesses
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// Removes the caller's own. All other sessions of his end.
    ///
    /// - Parameter code: of the app, or a recovery code; it is used up.
    /// - Throws: ``SecondFactorFailure``.
    public func callAsFunction(code: String, for caller: Caller) async throws(SecondFactorFailure) {
        guard let identity = caller.identity else { throw .authentication(.invalidCredentials) }
        let letter = makeIdentifier()
        do {
            try await throttle.code(of: identity.account.id, by: caller.client) {
                try await vault.write(.durable) { [check] transaction in
                    let account = try identity.accountToChange(transaction)
                    guard try caller.mayChangeOwnSecondFactor(transaction) else {
                        throw SecondFactorFailure.forbidden
                    }
                    guard account.hasSecondFactor else { throw SecondFactorFailure.notEnabled(account.id) }
                    guard try check.use(code, of: account.id, transaction) != nil else {
                        throw WrongGuess(SecondFactorFailure.wrongCode)
                    }
                    try transaction.removeSecondFactor(
                        of: account, by: caller, keeping: identity.session, letter: letter)
                }
            }
            identities.forget(identity.account.id)
            signal.raise()
        } catch { throw SecondFactorFailure(error) }
    }

    /// Removes anybody's, for an administrator; without one, nothing is done. All sessions of that account end, but for the
    /// caller's own.
    ///
    /// - Throws: ``SecondFactorFailure/forbidden`` for whoever is none, and for an account that is not there.
    public func callAsFunction(of account: Account.ID, by caller: Caller) async throws(SecondFactorFailure) {
        let letter = makeIdentifier()
        do {
            try await vault.write(.durable) { transaction in
                guard try caller.permissionsNow(transaction).rights.isAdministrator,
                    let account = try transaction.account(account), account.realm == .team
                else { throw SecondFactorFailure.forbidden }
                try transaction.update(account)
                guard account.hasSecondFactor else { return }
                let own = caller.identity?.account.id == account.id ? caller.identity?.session : nil
                try transaction.removeSecondFactor(of: account, by: caller, keeping: own, letter: letter)
            }
            identities.forget(account)
            signal.raise()
        } catch { throw SecondFactorFailure(error) }
    }
}

extension VaultTransaction {
    /// Removes what there is of a second factor, with all that follows from it.
    func removeSecondFactor(
        of account: Account, by caller: Caller, keeping session: Session.ID?, letter: String
    ) throws {
        for state in SecondFactor.State.allCases { try deleteSecondFactor(state, of: account.id) }
        try deleteRecoveryCodes(of: account.id)
        try noteSecondFactorChange(of: account, by: caller, keeping: session, .secondFactorDisabled, letter: letter)
    }
}
