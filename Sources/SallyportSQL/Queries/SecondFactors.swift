import SallyportCore

/// Tables `second_factors` and `recovery_codes`.
extension SQLTransaction {
    func secondFactor(_ state: SecondFactor.State, of account: Account.ID) throws -> SecondFactor? {
        try first(
            """
            SELECT sealed, created, last_step FROM second_factors
            WHERE account = \(account.rawValue) AND state = \(state.rawValue)
            """
        ) { row in
            SecondFactor(
                account: account, state: state, sealed: try row.blob(), created: try row.moment(),
                lastStep: try row.optionalInteger())
        }
    }

    func put(_ factor: SecondFactor) throws {
        try sql.execute(
            """
            INSERT INTO second_factors (account, state, sealed, created, last_step)
            VALUES (
                \(factor.account.rawValue), \(factor.state.rawValue), \(factor.sealed),
                \(factor.created.milliseconds), \(factor.lastStep))
            ON CONFLICT (account, state) DO UPDATE SET
                sealed = excluded.sealed, created = excluded.created, last_step = excluded.last_step
            """)
    }

    func use(step: Int64, of account: Account.ID) throws -> Bool {
        try sql.execute(
            """
            UPDATE second_factors SET last_step = \(step)
            WHERE account = \(account.rawValue) AND state = \(SecondFactor.State.live.rawValue)
                AND (last_step IS NULL OR last_step < \(step))
            """) == 1
    }

    func deleteSecondFactor(_ state: SecondFactor.State, of account: Account.ID) throws -> Bool {
        try sql.execute(
            "DELETE FROM second_factors WHERE account = \(account.rawValue) AND state = \(state.rawValue)") == 1
    }

    func recoveryCodeCount(of account: Account.ID) throws -> Int {
        try first("SELECT COUNT(*) FROM recovery_codes WHERE account = \(account.rawValue)") {
            Int(try $0.integer())
        } ?? 0
    }

    func insert(_ code: RecoveryCode.Digest, of account: Account.ID, at now: Timestamp) throws {
        try sql.execute(
            """
            INSERT INTO recovery_codes (account, digest, created)
            VALUES (\(account.rawValue), \(code.bytes), \(now.milliseconds))
            """)
    }

    func use(_ code: RecoveryCode.Digest, of account: Account.ID) throws -> Bool {
        try sql.execute(
            "DELETE FROM recovery_codes WHERE account = \(account.rawValue) AND digest = \(code.bytes)") == 1
    }

    func deleteRecoveryCodes(of account: Account.ID) throws {
        try sql.execute("DELETE FROM recovery_codes WHERE account = \(account.rawValue)")
    }
}
