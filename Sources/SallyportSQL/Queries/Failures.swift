import SallyportCore

/// Tables `failures` and `networks`: what the throttle counts, and where accounts are at home.
///
/// Windows are read, judged and written. Two transactions that do so at once meet at the rows: on PostgreSQL, at REPEATABLE
/// READ, the second runs again; on SQLite there is one writer.
extension SQLTransaction {
    func failureWindows(_ keys: [String]) throws -> [FailureWindow] {
        try keys.compactMap { key in
            try first(
                "SELECT failed, pending, lease, window_start, window_end FROM failures WHERE key = \(key)"
            ) { row in
                FailureWindow(
                    key: key, failed: Int(try row.integer()), pending: Int(try row.integer()),
                    lease: try row.moment(), start: try row.moment(), end: try row.moment())
            }
        }
    }

    func put(_ window: FailureWindow) throws {
        try sql.execute(
            """
            INSERT INTO failures (key, failed, pending, lease, window_start, window_end)
            VALUES (
                \(window.key), \(window.failed), \(window.pending), \(window.lease.milliseconds),
                \(window.start.milliseconds), \(window.end.milliseconds))
            ON CONFLICT (key) DO UPDATE SET
                failed = excluded.failed, pending = excluded.pending, lease = excluded.lease,
                window_start = excluded.window_start, window_end = excluded.window_end
            """)
    }

    func settle(_ key: String, isFailure: Bool) throws {
        try sql.execute(
            """
            UPDATE failures
            SET pending = CASE WHEN pending > 0 THEN pending - 1 ELSE 0 END, failed = failed + \(isFailure)
            WHERE key = \(key)
            """)
    }

    func deleteFailureWindows(endedBy moment: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM failures WHERE key IN (
                SELECT key FROM failures WHERE window_end <= \(moment.milliseconds) AND lease <= \(moment.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }

    func hasSignedIn(_ account: Account.ID, from network: String, since moment: Timestamp) throws -> Bool {
        try first(
            """
            SELECT 1 FROM networks
            WHERE account = \(account.rawValue) AND network = \(network) AND last_seen >= \(moment.milliseconds)
            """
        ) { try $0.integer() } != nil
    }

    func note(network: String, of account: Account.ID, at now: Timestamp) throws {
        try sql.execute(
            """
            INSERT INTO networks (account, network, last_seen)
            VALUES (\(account.rawValue), \(network), \(now.milliseconds))
            ON CONFLICT (account, network) DO UPDATE SET last_seen = excluded.last_seen
            """)
    }

    func deleteNetworks(lastSeenBefore moment: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM networks WHERE (account, network) IN (
                SELECT account, network FROM networks WHERE last_seen < \(moment.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }
}
