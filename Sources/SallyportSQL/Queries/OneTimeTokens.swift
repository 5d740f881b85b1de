import SallyportCore

/// Table `one_time_tokens`.
extension SQLTransaction {
    private static var columns: StaticString {
        "id, purpose, account, email_key, created, expires, spent_at, password_hash, first_name, last_name"
    }

    private func read(_ row: inout RowReader) throws -> OneTimeToken {
        var token = OneTimeToken(
            id: try row.identifier(), purpose: try row.coded(), account: try row.identifier(),
            emailKey: try row.text(), created: try row.moment(), expires: try row.moment())
        token.spent = try row.optionalMoment()
        let hash = try row.optionalText()
        let (firstName, lastName) = (try row.optionalText(), try row.optionalText())
        token.registration = hash.map {
            OneTimeToken.Registration(
                passwordHash: PasswordHash(encoded: $0), firstName: firstName, lastName: lastName)
        }
        return token
    }

    func oneTimeToken(_ id: OneTimeToken.ID) throws -> OneTimeToken? {
        try first("SELECT \(columns: Self.columns) FROM one_time_tokens WHERE id = \(id.rawValue)", read)
    }

    func goodTokens(
        _ purpose: OneTimeToken.Purpose, of account: Account.ID, at now: Timestamp
    ) throws -> [OneTimeToken] {
        try all(
            """
            SELECT \(columns: Self.columns) FROM one_time_tokens
            WHERE account = \(account.rawValue) AND purpose = \(purpose.rawValue) AND spent_at IS NULL
                AND expires > \(now.milliseconds)
            ORDER BY created DESC, id
            """, read)
    }

    func insert(_ token: OneTimeToken) throws {
        try sql.execute(
            """
            INSERT INTO one_time_tokens (
                id, purpose, account, email_key, created, expires, spent_at, password_hash, first_name, last_name)
            VALUES (
                \(token.id.rawValue), \(token.purpose.rawValue), \(token.account.rawValue), \(token.emailKey),
                \(token.created.milliseconds), \(token.expires.milliseconds), \(token.spent?.milliseconds),
                \(token.registration?.passwordHash.encoded), \(token.registration?.firstName),
                \(token.registration?.lastName))
            """)
    }

    func consume(
        _ id: OneTimeToken.ID, _ purpose: OneTimeToken.Purpose, at now: Timestamp
    ) throws -> OneTimeToken? {
        try first(
            """
            UPDATE one_time_tokens SET spent_at = \(now.milliseconds)
            WHERE id = \(id.rawValue) AND purpose = \(purpose.rawValue) AND spent_at IS NULL
                AND expires > \(now.milliseconds)
            RETURNING \(columns: Self.columns)
            """, read)
    }

    func noteSentAgain(_ id: OneTimeToken.ID, at now: Timestamp) throws {
        try sql.execute("UPDATE one_time_tokens SET created = \(now.milliseconds) WHERE id = \(id.rawValue)")
    }

    func spend(_ id: OneTimeToken.ID, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE one_time_tokens SET spent_at = \(now.milliseconds)
            WHERE id = \(id.rawValue) AND spent_at IS NULL
            """)
    }

    func spendTokens(of account: Account.ID, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE one_time_tokens SET spent_at = \(now.milliseconds)
            WHERE account = \(account.rawValue) AND spent_at IS NULL
            """)
    }

    func deleteTokens(spentBefore spent: Timestamp, expiredBefore expired: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM one_time_tokens WHERE id IN (
                SELECT id FROM one_time_tokens
                WHERE spent_at < \(spent.milliseconds) OR expires < \(expired.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }
}
