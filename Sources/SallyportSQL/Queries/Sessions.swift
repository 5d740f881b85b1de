import SallyportCore

/// Table `sessions`.
extension SQLTransaction {
    private static var columns: StaticString {
        """
        id, account, provider, counter, created, last_seen, rotated_at, seen_at, idle_expiry, absolute_expiry, ip, \
        user_agent, origin, revoked_at
        """
    }

    func session(_ id: Session.ID) throws -> Session? {
        try first("SELECT \(columns: Self.columns) FROM sessions WHERE id = \(id.rawValue)") { row in
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
}
