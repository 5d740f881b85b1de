import SallyportCore

/// Table `rate_limits`.
extension SQLTransaction {
    func add(_ counts: [RateLimitCount], at now: Timestamp) throws -> [RateLimitCount] {
        // One parameter holds all of them, so that one statement is prepared, however many they are.
        let batch = JSON.array(counts.filter { $0.end > now }.map { json($0, at: now) }).text
        let at = now.milliseconds
        return try all(
            """
            INSERT INTO rate_limits (limiter, key, points, window_start, window_end)
            SELECT batch.value ->> 'limiter', batch.value ->> 'key', CAST(batch.value ->> 'points' AS BIGINT),
                CAST(batch.value ->> 'start' AS BIGINT), CAST(batch.value ->> 'end' AS BIGINT)
            FROM \(dialect: Connection.dialect.elements.before)\(batch)\(dialect: Connection.dialect.elements.after) AS batch
            WHERE true
            ORDER BY 1, 2
            ON CONFLICT (limiter, key) DO UPDATE SET
                points = CASE WHEN \(at) BETWEEN rate_limits.window_start AND rate_limits.window_end - 1
                    THEN rate_limits.points + excluded.points ELSE excluded.points END,
                window_start = CASE WHEN \(at) BETWEEN rate_limits.window_start AND rate_limits.window_end - 1
                    THEN rate_limits.window_start ELSE excluded.window_start END,
                window_end = CASE WHEN \(at) BETWEEN rate_limits.window_start AND rate_limits.window_end - 1
                    THEN rate_limits.window_end ELSE excluded.window_end END
            RETURNING limiter, key, points, window_start, window_end
            """
        ) { row in
            RateLimitCount(
                limiter: try row.text(), key: try row.text(), points: Int(try row.integer()),
                start: try row.moment(), end: try row.moment())
        }
    }

    /// A window that begins after now was opened by a clock that is fast: it begins now, and is as long.
    private func json(_ count: RateLimitCount, at now: Timestamp) -> JSON {
        let ahead = max(0, count.start.milliseconds - now.milliseconds)
        return [
            "limiter": .string(count.limiter), "key": .string(count.key), "points": .integer(Int64(count.points)),
            "start": .integer(count.start.milliseconds - ahead), "end": .integer(count.end.milliseconds - ahead),
        ]
    }

    func deleteRateLimits(endedBy moment: Timestamp, limit: Int) throws -> Int {
        try sql.execute(
            """
            DELETE FROM rate_limits WHERE (limiter, key) IN (
                SELECT limiter, key FROM rate_limits WHERE window_end <= \(moment.milliseconds)
                LIMIT \(limit) \(dialect: Connection.dialect.skipLocked))
            """)
    }
}
