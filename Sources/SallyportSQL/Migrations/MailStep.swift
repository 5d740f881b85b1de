extension Migrations {
    /// The flows that go by mail: one-time tokens, of which nothing usable is stored, and the queue of letters.
    static let mailStep = Step(number: 5, name: "mail") { dialect in
        [
            """
            CREATE TABLE one_time_tokens (
                id TEXT PRIMARY KEY, purpose TEXT NOT NULL,
                account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, email_key TEXT NOT NULL,
                created BIGINT NOT NULL, expires BIGINT NOT NULL, spent_at BIGINT,
                password_hash TEXT, first_name TEXT, last_name TEXT)
            """,
            "CREATE INDEX one_time_tokens_account ON one_time_tokens (account)",
            "CREATE INDEX one_time_tokens_expires ON one_time_tokens (expires)",
            """
            CREATE TABLE outbox (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, realm TEXT NOT NULL, email TEXT NOT NULL,
                account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
                token TEXT REFERENCES one_time_tokens (id) ON DELETE CASCADE, url TEXT, created BIGINT NOT NULL,
                due BIGINT NOT NULL, attempts BIGINT NOT NULL, given_up_at BIGINT, failure TEXT)
            """,
            "CREATE INDEX outbox_due ON outbox (due)",
            "CREATE INDEX outbox_account ON outbox (account)",
            "CREATE INDEX outbox_token ON outbox (token)",
        ]
    }
}
