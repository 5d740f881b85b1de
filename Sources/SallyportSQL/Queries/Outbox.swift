import SallyportCore

/// Table `outbox`.
extension SQLTransaction {
    func enqueue(_ letter: QueuedLetter) throws {
        try sql.execute(
            """
            INSERT INTO outbox (id, kind, realm, email, account, token, url, created, due, attempts)
            VALUES (
                \(letter.id.rawValue), \(letter.kind.rawValue), \(letter.realm.rawValue), \(letter.email.text),
                \(letter.account?.rawValue), \(letter.token?.rawValue), \(letter.url), \(letter.created.milliseconds),
                \(letter.created.milliseconds), \(letter.attempts))
            """)
    }

    func claimLetter(until lease: Timestamp, at now: Timestamp) throws -> QueuedLetter? {
        try first(
            """
            UPDATE outbox SET due = \(lease.milliseconds), attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM outbox WHERE due <= \(now.milliseconds) AND given_up_at IS NULL
                ORDER BY due, created, id LIMIT 1 \(dialect: Connection.dialect.skipLocked))
            RETURNING id, kind, realm, email, account, token, url, created, attempts
            """
        ) { row in
            QueuedLetter(
                id: try row.identifier(), kind: try row.coded(), realm: try row.coded(),
                email: EmailAddress(try row.text()), account: try row.optionalIdentifier(),
                token: try row.optionalIdentifier(), url: try row.optionalText(), created: try row.moment(),
                attempts: try row.integer())
        }
    }

    func resolve(_ letter: QueuedLetter) throws {
        try sql.execute(
            """
            UPDATE outbox
            SET email = \(letter.email.text), account = \(letter.account?.rawValue), token = \(letter.token?.rawValue)
            WHERE id = \(letter.id.rawValue)
            """)
    }

    func makeLettersDue(at now: Timestamp) throws {
        try sql.execute(
            "UPDATE outbox SET due = \(now.milliseconds) WHERE due > \(now.milliseconds) AND given_up_at IS NULL")
    }

    func postpone(_ letter: QueuedLetter.ID, until due: Timestamp) throws {
        try sql.execute("UPDATE outbox SET due = \(due.milliseconds) WHERE id = \(letter.rawValue)")
    }

    func giveUp(_ letter: QueuedLetter.ID, because reason: String, at now: Timestamp) throws {
        try sql.execute(
            """
            UPDATE outbox SET given_up_at = \(now.milliseconds), failure = \(reason) WHERE id = \(letter.rawValue)
            """)
    }

    func deleteLetter(_ letter: QueuedLetter.ID) throws {
        try sql.execute("DELETE FROM outbox WHERE id = \(letter.rawValue)")
    }

    func deleteLetters(givenUpBefore moment: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE given_up_at < \(moment.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }
}
