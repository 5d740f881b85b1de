import SallyportCore

/// Table `publishable_keys`.
extension SQLTransaction {
    func publishableKeys() throws -> [PublishableKeys.Key] {
        try all("SELECT token, title, created, revoked_at FROM publishable_keys ORDER BY created, token") { row in
            PublishableKeys.Key(
                token: try row.text(), title: try row.text(), created: try row.moment(),
                revoked: try row.optionalMoment())
        }
    }

    func insert(_ key: PublishableKeys.Key) throws {
        try sql.execute(
            """
            INSERT INTO publishable_keys (token, title, created, revoked_at)
            VALUES (\(key.token), \(key.title), \(key.created.milliseconds), \(key.revoked?.milliseconds))
            """)
    }

    func revokePublishableKey(_ token: String, at now: Timestamp) throws -> Bool {
        try sql.execute(
            """
            UPDATE publishable_keys SET revoked_at = \(now.milliseconds)
            WHERE token = \(token) AND revoked_at IS NULL
            """) == 1
    }
}
