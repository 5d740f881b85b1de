/// Takes what somebody shows as his second factor: a code of his app, or a recovery code. Each is good once (D5).
struct CheckSecondFactor: Sendable {
    let seal: SecondFactorSeal
    let recoveryCodes: RecoveryCode

    /// What a code was.
    enum Use: Sendable, Hashable {
        case oneTimePassword
        case recoveryCode
    }

    /// Uses a code, inside the transaction of what it is shown for: if that is rolled back, so is this.
    ///
    /// - Returns: `nil` for a code that is wrong, or was used.
    /// - Throws: ``StorageError``.
    func use(_ code: String, of account: Account.ID, _ transaction: any VaultTransaction) throws -> Use? {
        guard OneTimePassword.isWellFormed(code) else {
            guard let digest = recoveryCodes.digest(code, of: account), try transaction.use(digest, of: account)
            else { return nil }
            return .recoveryCode
        }
        guard let factor = try transaction.secondFactor(.live, of: account) else { return nil }
        let seed = try seal.open(factor)
        guard let step = OneTimePassword.step(of: code, seed, at: try transaction.now, after: factor.lastStep) else {
            return nil
        }
        return try transaction.use(step: step, of: account) ? .oneTimePassword : nil
    }
}

extension VaultTransaction {
    /// What follows from the use of a recovery code: a trace, and a notice to its owner.
    ///
    /// - Parameter id: of the letter.
    /// - Returns: whether there is anything to send.
    func noteRecoveryCode(of account: Account, by client: Client, id: String) throws -> Bool {
        try append(
            Activity(.recoveryCodeUsed, account: account.id, realm: account.realm, client: client), at: try now)
        return try notify(account, .recoveryCodeUsed, id: id)
    }
}
