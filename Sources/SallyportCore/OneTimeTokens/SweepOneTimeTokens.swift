/// Deletes tokens, and letters that were given up, when they are long past: beside the requests, a little at a time.
public struct SweepOneTimeTokens: Sendable {
    let vault: any Vault

    /// How many rows of each one call deletes at most.
    public static let batch = 100
    /// A token that is gone is told from a spent one by nobody.
    private static let spentRest: Duration = .seconds(86_400)
    /// So long an expired token is still said to have expired, and a letter that was given up can be found.
    private static let rest: Duration = .seconds(30 * 86_400)

    /// Deletes one batch.
    ///
    /// - Returns: whether there may be more.
    /// - Throws: ``StorageError``.
    public func callAsFunction() async throws -> Bool {
        try await vault.write(.relaxed) { transaction in
            let now = try transaction.now
            let tokens = try transaction.deleteTokens(
                spentBefore: now - Self.spentRest, expiredBefore: now - Self.rest, limit: Self.batch)
            let letters = try transaction.deleteLetters(givenUpBefore: now - Self.rest, limit: Self.batch)
            return tokens == Self.batch || letters == Self.batch
        }
    }
}
