extension Migrations {
    /// Second factors, recovery codes, and what the throttle counts. The counts are kept by hand, not swept away by a crash:
    /// a budget of a day must outlive a restart.
    static let secondFactorStep = Step(number: 6, name: "second factors") { dialect in
        [
            """
            CREATE TABLE second_factors (
                account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, state TEXT NOT NULL,
                sealed \(dialect.bytes) NOT NULL, created BIGINT NOT NULL, last_step BIGINT,
                PRIMARY KEY (account, state))
            """,
            """
            CREATE TABLE recovery_codes (
                account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, digest \(dialect.bytes) NOT NULL,
                created BIGINT NOT NULL, PRIMARY KEY (account, digest))
            """,
            """
            CREATE TABLE failures (
                key TEXT PRIMARY KEY, failed BIGINT NOT NULL, pending BIGINT NOT NULL, lease BIGINT NOT NULL,
                window_start BIGINT NOT NULL, window_end BIGINT NOT NULL)
            """,
            "CREATE INDEX failures_window_end ON failures (window_end)",
            """
            CREATE TABLE networks (
                account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, network TEXT NOT NULL,
                last_seen BIGINT NOT NULL, PRIMARY KEY (account, network))
            """,
            "CREATE INDEX networks_last_seen ON networks (last_seen)",
        ] + dialect.secondFactorAnnouncement
    }
}
