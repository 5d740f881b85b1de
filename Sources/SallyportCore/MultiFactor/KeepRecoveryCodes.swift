/// Gives an account with two-factor sign-in its recovery codes, and counts them (D5).
public struct KeepRecoveryCodes: Sendable {
    let vault: any Vault
    let confirmOwner: ConfirmOwner
    let check: CheckSecondFactor
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// How long after a second factor was enabled its first codes need no code themselves.
    static let freshness: Duration = .seconds(600)

    /// Makes ten codes, in place of all that there were. Nobody can be shown them again.
    ///
    /// - Parameters:
    ///   - password: of an account that signs in here; others need a fresh sign-in.
    ///   - code: of the app, or an old recovery code; it is used up. Not needed within ten minutes of enabling: else a password
    ///     and a stolen session would do for what a second factor is there to prevent.
    /// - Throws: ``SecondFactorFailure``.
    public func replace(
        password: Password?, code: String?, for caller: Caller
    ) async throws(SecondFactorFailure) -> [Secret<String>] {
        guard let identity = caller.identity else { throw .authentication(.invalidCredentials) }
        let (id, letter) = (identity.account.id, makeIdentifier())
        do {
            try await confirmOwner(identity, password: password, client: caller.client)
            let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.random() }
            let digests = codes.compactMap { check.recoveryCodes.digest($0.reveal(), of: id) }
            try await confirmOwner.throttle.code(of: id, by: caller.client) {
                try await vault.write(.durable) { transaction in
                    let now = try transaction.now
                    let account = try identity.accountToChange(transaction)
                    guard let factor = try transaction.secondFactor(.live, of: id) else {
                        throw SecondFactorFailure.notEnabled(id)
                    }
                    if now - factor.created > Self.freshness {
                        guard let code else { throw SecondFactorFailure.codeMissing }
                        guard try check.use(code, of: id, transaction) != nil else {
                            throw WrongGuess(SecondFactorFailure.wrongCode)
                        }
                    }
                    try transaction.deleteRecoveryCodes(of: id)
                    for digest in digests { try transaction.insert(digest, of: id, at: now) }
                    try transaction.noteSecondFactorChange(
                        of: account, by: caller, keeping: identity.session, .recoveryCodesReplaced, letter: letter)
                }
            }
            identities.forget(id)
            signal.raise()
            return codes
        } catch { throw SecondFactorFailure(error) }
    }

    /// How many codes the caller has left.
    ///
    /// - Throws: ``SecondFactorFailure``.
    public func remaining(for identity: Identity) async throws(SecondFactorFailure) -> Int {
        do {
            return try await vault.read { try $0.recoveryCodeCount(of: identity.account.id) }
        } catch { throw SecondFactorFailure(error) }
    }
}
