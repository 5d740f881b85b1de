/// What is read of second factors inside a transaction.
public protocol SecondFactorReading {
    func secondFactor(_ state: SecondFactor.State, of account: Account.ID) throws -> SecondFactor?
    /// How many recovery codes the account has left.
    func recoveryCodeCount(of account: Account.ID) throws -> Int
}

/// What is changed of second factors inside a transaction.
public protocol SecondFactorWriting {
    /// Keeps one, in place of any that the account has in that state.
    func put(_ factor: SecondFactor) throws
    /// Uses a step of the live one, in one conditional statement: of two who use it at once, on whichever node, one does.
    ///
    /// - Returns: whether it was still to be had.
    func use(step: Int64, of account: Account.ID) throws -> Bool
    /// Deletes the one in that state.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    func deleteSecondFactor(_ state: SecondFactor.State, of account: Account.ID) throws -> Bool
    func insert(_ code: RecoveryCode.Digest, of account: Account.ID, at now: Timestamp) throws
    /// Uses a recovery code, in one conditional statement: it is gone.
    ///
    /// - Returns: whether it was there.
    func use(_ code: RecoveryCode.Digest, of account: Account.ID) throws -> Bool
    func deleteRecoveryCodes(of account: Account.ID) throws
}
