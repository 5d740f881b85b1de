import SallyportCore

/// Table `sessions`.
extension SQLTransaction {
    private static var columns: StaticString {
        """
        sessions.id, sessions.account, sessions.provider, sessions.counter, sessions.created, sessions.last_seen, \
        sessions.rotated_at, sessions.seen_at, sessions.idle_expiry, sessions.absolute_expiry, sessions.ip, \
        sessions.user_agent, sessions.origin, sessions.revoked_at
        """
    }

    private func readSession(_ row: inout RowReader) throws -> Session {
        Session(
            id: try row.identifier(), account: try row.identifier(), provider: try row.coded(),
            counter: try row.integer(), created: try row.moment(), lastSeen: try row.moment(),
            rotated: try row.optionalMoment(), seen: try row.optionalMoment(), idleExpiry: try row.moment(),
            absoluteExpiry: try row.optionalMoment(),
            client: Client(
                address: try row.optionalText().flatMap { IPAddress($0) }, userAgent: try row.optionalText(),
                origin: try row.optionalText()),
            revoked: try row.optionalMoment())
    }

    func session(_ id: Session.ID) throws -> Session? {
        try first("SELECT \(columns: Self.columns) FROM sessions WHERE id = \(id.rawValue)", readSession)
    }

    func sessionAndAccount(_ id: Session.ID) throws -> (session: Session, account: Account)? {
        try first(
            """
            SELECT \(columns: Self.columns), \(columns: Self.accountColumns)
            FROM sessions JOIN accounts ON accounts.id = sessions.account WHERE sessions.id = \(id.rawValue)
            """
        ) { row in (try readSession(&row), try readAccount(&row)) }
    }

    func insert(_ session: Session) throws {
        try sql.execute(
            """
            INSERT INTO sessions (
                id, account, provider, counter, created, last_seen, rotated_at, seen_at, idle_expiry, absolute_expiry,
                ip, user_agent, origin, revoked_at)
            VALUES (
                \(session.id.rawValue), \(session.account.rawValue), \(session.provider.rawValue), \(session.counter),
                \(session.created.milliseconds), \(session.lastSeen.milliseconds), \(session.rotated?.milliseconds),
                \(session.seen?.milliseconds), \(session.idleExpiry.milliseconds),
                \(session.absoluteExpiry?.milliseconds), \(session.client.address?.description),
                \(session.client.userAgent), \(session.client.origin), \(session.revoked?.milliseconds))
            """)
    }

    func advance(
        _ session: Session.ID, from counter: Int64, idleExpiry: Timestamp, at now: Timestamp
    ) throws -> Bool {
        let changed = try sql.execute(
            """
            UPDATE sessions
            SET counter = counter + 1, rotated_at = \(now.milliseconds), seen_at = NULL,
                last_seen = \(now.milliseconds), idle_expiry = \(idleExpiry.milliseconds)
            WHERE id = \(session.rawValue) AND counter = \(counter) AND revoked_at IS NULL
            """)
        return changed == 1
    }

    func catchUp(_ session: Session.ID, to token: RefreshToken, idleExpiry: Timestamp, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE sessions
            SET counter = \(token.counter), rotated_at = \(token.issued.milliseconds), seen_at = \(now.milliseconds),
                last_seen = \(now.milliseconds), idle_expiry = \(idleExpiry.milliseconds)
            WHERE id = \(session.rawValue) AND counter < \(token.counter) AND revoked_at IS NULL
            """)
    }

    func prolong(_ session: Session.ID, idleExpiry: Timestamp) throws {
        try sql.execute(
            """
            UPDATE sessions SET idle_expiry = \(idleExpiry.milliseconds)
            WHERE id = \(session.rawValue) AND idle_expiry < \(idleExpiry.milliseconds) AND revoked_at IS NULL
            """)
    }

    func noteSeen(_ session: Session.ID, counter: Int64, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE sessions SET seen_at = \(now.milliseconds), last_seen = \(now.milliseconds)
            WHERE id = \(session.rawValue) AND counter = \(counter) AND seen_at IS NULL AND revoked_at IS NULL
            """)
    }

    func revoke(_ session: Session.ID, at now: Timestamp) throws -> Bool {
        let changed = try sql.execute(
            """
            UPDATE sessions SET revoked_at = \(now.milliseconds)
            WHERE id = \(session.rawValue) AND revoked_at IS NULL
            """)
        return changed == 1
    }

    func revokeSessions(of account: Account.ID, except session: Session.ID?, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE sessions SET revoked_at = \(now.milliseconds)
            WHERE account = \(account.rawValue) AND revoked_at IS NULL AND id <> \(session?.rawValue ?? "")
            """)
    }

    func revokeSessions(
        of account: Account.ID?, begunUntil moment: Timestamp, limit: Int, at now: Timestamp
    ) throws -> [Account.ID] {
        try all(
            """
            UPDATE sessions SET revoked_at = \(now.milliseconds)
            WHERE id IN (
                SELECT id FROM sessions
                WHERE revoked_at IS NULL AND created <= \(moment.milliseconds)
                    AND account = COALESCE(\(account?.rawValue), account)
                ORDER BY account, id LIMIT \(limit))
            RETURNING account
            """
        ) { try $0.identifier() }
    }

    func deleteSessions(endedBefore moment: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions
                WHERE revoked_at < \(moment.milliseconds) OR idle_expiry < \(moment.milliseconds)
                    OR absolute_expiry < \(moment.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }
}
