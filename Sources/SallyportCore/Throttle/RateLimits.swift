import Synchronization

/// The limiters of this node, and the exchange of what they count with other nodes.
///
/// A request takes its points at once, from what this node knows. Beside the requests, ``exchange()`` adds what was
/// counted since to what all nodes share, and learns the total. So of one window's limit each node lets through at most
/// all of it, and together they let through more than it only what came in between two exchanges: `nodes × limit`, when
/// everything comes at once. While the storage is away, each node goes on by its own count.
public final class RateLimits: Sendable {
    private let vault: any Vault
    private let clock: Clock
    /// Whether nodes share what they count; else each counts for itself.
    public let areShared: Bool
    private let limiters = Mutex<[String: RateLimiter]>([:])

    init(vault: any Vault, areShared: Bool, clock: @escaping Clock) {
        self.vault = vault
        self.areShared = areShared
        self.clock = clock
    }

    /// The limiter of that name: the same for all nodes, and for all who ask.
    ///
    /// - Parameters:
    ///   - name: one word.
    ///   - limit: of the first who asks.
    public func limiter(_ name: String, _ limit: RateLimiter.Limit) -> RateLimiter {
        limiters.withLock { limiters in
            if let limiter = limiters[name] { return limiter }
            let limiter = areShared ? RateLimiter(limit, sharedAs: name) : RateLimiter(limit)
            limiters[name] = limiter
            return limiter
        }
    }

    /// How many windows one exchange, or one call of ``sweep()``, is about at most: few enough that nobody waits for it.
    public static let batch = 1000

    /// Tells what was counted since the last time, and hears what it comes to.
    ///
    /// - Returns: how many windows it was about: none, and the storage was not asked; ``batch``, and there may be more.
    /// - Throws: ``StorageError``; what could not be told will be told the next time. Should it have been told all the
    ///   same, it counts twice: a limiter errs on the strict side.
    public func exchange() async throws -> Int {
        let limiters = limiters.withLock { $0 }
        let now = clock()
        var counts: [RateLimitCount] = []
        for limiter in limiters.values { counts += limiter.tell(atMost: Self.batch - counts.count, at: now) }
        guard !counts.isEmpty else { return 0 }
        do {
            let totals = try await vault.write(.relaxed) { [counts] in try $0.add(counts, at: try $0.now) }
            for total in totals { limiters[total.limiter]?.hear(total) }
        } catch {
            for count in counts { limiters[count.limiter]?.takeBack(count) }
            throw error
        }
        return counts.count
    }

    /// Deletes a batch of windows that have ended.
    ///
    /// - Returns: how many were deleted; ``batch`` means that there may be more.
    /// - Throws: ``StorageError``.
    public func sweep() async throws -> Int {
        guard areShared else { return 0 }
        return try await vault.write(.relaxed) { transaction in
            try transaction.deleteRateLimits(endedBy: try transaction.now, limit: Self.batch)
        }
    }
}
