/// Deletes what the throttle has no use for any more: beside the requests, a little at a time.
public struct SweepThrottle: Sendable {
    let vault: any Vault

    /// How many rows of each one call deletes at most.
    public static let batch = 1000

    /// Deletes one batch.
    ///
    /// - Returns: whether there may be more.
    /// - Throws: ``StorageError``.
    public func callAsFunction() async throws -> Bool {
        try await vault.write(.relaxed) { transaction in
            let now = try transaction.now
            let windows = try transaction.deleteFailureWindows(endedBy: now, limit: Self.batch)
            let networks = try transaction.deleteNetworks(
                lastSeenBefore: now - FailureBudgets.familiarity, limit: Self.batch)
            return windows == Self.batch || networks == Self.batch
        }
    }
}
