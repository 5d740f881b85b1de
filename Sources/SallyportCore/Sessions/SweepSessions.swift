/// Deletes what has long ended, a little at a time: off every request's path, on any node, with no leader.
public struct SweepSessions: Sendable {
    let vault: any Vault

    /// How many rows one call deletes at most: few enough that nobody waits for its transaction.
    public static let batch = 100
    /// How long a session that has ended is kept: a token ahead of its row (rule 5.5) may bring a lapsed one back, after a
    /// power cut or a restored backup, and whoever looks into a theft finds it.
    static let rest: Duration = .seconds(86_400)

    /// Deletes one batch.
    ///
    /// - Returns: how many were deleted; ``batch`` means that there may be more.
    /// - Throws: ``StorageError``.
    public func callAsFunction() async throws -> Int {
        try await vault.write(.relaxed) { transaction in
            let now = try transaction.now
            let moment = Timestamp(milliseconds: now.milliseconds - Int64(Self.rest.components.seconds) * 1000)
            return try transaction.deleteSessions(endedBefore: moment, limit: Self.batch)
        }
    }
}
