/// Gives an account with two-factor sign-in its recovery codes, and counts them (D5).
public struct KeepRecoveryCodes: Sendable {
    let vault: any Vault
    let confirmOwner: ConfirmOwner
    let recoveryCodes: RecoveryCode
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// Makes ten codes, in place of all that there were. Nobody can be shown them again.
    ///
    /// - Parameter password: of an account that signs in here; others need a fresh sign-in.
    /// - Throws: ``SecondFactorFailure``.
    public func replace(
        password: Password?, for caller: Caller
    ) async throws(SecondFactorFailure) -> [Secret<String>] {
        guard let identity = caller.identity else { throw .authentication(.invalidCredentials) }
        let letter = makeIdentifier()
        do {
            try await confirmOwner(identity, password: password, client: caller.client)
            let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.random() }
            let digests = codes.compactMap { recoveryCodes.digest($0.reveal(), of: identity.account.id) }
            try await vault.write(.durable) { transaction in
                let now = try transaction.now
                let account = try identity.accountNow(transaction)
                guard account.hasSecondFactor else { throw SecondFactorFailure.notEnabled(account.id) }
                try transaction.deleteRecoveryCodes(of: account.id)
                for digest in digests { try transaction.insert(digest, of: account.id, at: now) }
                try transaction.noteSecondFactorChange(
                    of: account, by: caller, keeping: identity.session, .recoveryCodesReplaced, letter: letter)
            }
            identities.forget(identity.account.id)
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
