/// When a request that can be repeated without harm is repeated, and how long to wait in between.
public struct RetryPolicy: Sendable, Equatable {
    /// How often a request is sent at most, the first time included.
    public var attempts: Int
    /// The longest wait that is still made. A server that asks for more gets its answer thrown instead, with the time.
    public var longestWait: Duration

    /// A policy of its own.
    public init(attempts: Int = 3, longestWait: Duration = .seconds(10)) {
        self.attempts = attempts
        self.longestWait = longestWait
    }

    /// Nothing is sent twice.
    public static let never = RetryPolicy(attempts: 1)

    /// Safe to send twice (RFC 9110 section 9.2.2, and `SEARCH`, which only reads).
    package static func isIdempotent(_ method: String) -> Bool {
        ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "SEARCH"].contains(method)
    }
}

/// Growing waits, spread by chance, so that a thousand clients do not come back in the same second.
package struct Backoff: Sendable {
    /// The first wait.
    package var base: Duration
    /// The longest one.
    package var cap: Duration

    package init(base: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.base = base
        self.cap = cap
    }

    /// The wait after that many failures: doubled each time up to the cap, of which half is certain and half is chance.
    ///
    /// - Parameters:
    ///   - failures: how many there were, 1 for the first.
    ///   - chance: a number from 0 up to 1.
    package func wait(afterFailures failures: Int, chance: Double) -> Duration {
        let doublings = min(max(failures - 1, 0), 30)
        let full = min(base.seconds * Double(1 << doublings), cap.seconds)
        return .seconds(full * (0.5 + chance / 2))
    }
}
