/// Hashes and verifies passwords, off the event loops, in bounded time.
public protocol PasswordHasher: Sendable {
    /// A new hash with today's parameters and a random salt.
    ///
    /// - Throws: ``HashFailure``.
    func hash(_ password: Password) async throws(HashFailure) -> PasswordHash

    /// Does the work of one verification and says what it found. Without a stored hash the work is the same, and the
    /// answer no: nobody learns from the time who is registered (design section 6).
    ///
    /// - Throws: ``HashFailure``.
    func verify(_ password: Password, against stored: PasswordHash?) async throws(HashFailure) -> Verification
}

/// What a verification found.
public enum Verification: Sendable, Hashable {
    case wrong
    case right
    /// Right, but stored with parameters that are no longer today's.
    case outdated
}

/// Why no hash was made.
public enum HashFailure: Error, Sendable {
    /// The queue is so long that a new hash would wait for more than two seconds (design section 6, D22).
    case overloaded(retryAfter: Duration)
    /// Memory for the hash could not be had.
    case exhausted
}
