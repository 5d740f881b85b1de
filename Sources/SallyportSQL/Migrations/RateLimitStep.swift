extension Migrations {
    /// What nodes count together. Without a log where the engine can: what a crash costs, nodes count anew. No index on the
    /// end of windows, so that an update touches no index.
    static let rateLimitStep = Step(number: 4, name: "rate limits") { dialect in
        [
            """
            CREATE \(dialect.unlogged)TABLE rate_limits (
                limiter TEXT NOT NULL, key TEXT NOT NULL, points BIGINT NOT NULL,
                window_start BIGINT NOT NULL, window_end BIGINT NOT NULL, PRIMARY KEY (limiter, key))
            """
        ]
    }
}
