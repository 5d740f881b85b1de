/// One budget's present window: how many guesses were wrong in it, and how many are still being judged.
public struct FailureWindow: Sendable, Hashable {
    /// Which budget, of whom: a MAC, so that the table names no address.
    public var key: String
    /// How many were wrong.
    public var failed: Int
    /// How many have reserved a place.
    public var pending: Int
    /// When the youngest reservation lapses, and counts as a failure: a node may have died with it.
    public var lease: Timestamp
    /// When the window began.
    public var start: Timestamp
    /// When it ends.
    public var end: Timestamp

    /// A window with these parts.
    public init(key: String, failed: Int, pending: Int, lease: Timestamp, start: Timestamp, end: Timestamp) {
        self.key = key
        self.failed = failed
        self.pending = pending
        self.lease = lease
        self.start = start
        self.end = end
    }

    /// The window as it is now. Whose verdict was never written down has failed: else whoever can hinder the writing guesses
    /// for nothing. A clock that was set back shortens a window and forgets nothing.
    func current(at now: Timestamp, lasting length: Duration) -> FailureWindow {
        var window = self
        if now >= end {
            return FailureWindow(key: key, failed: 0, pending: 0, lease: now, start: now, end: now + length)
        }
        if now >= lease {
            window.failed += pending
            window.pending = 0
        }
        if now < start {
            window.start = now
            window.end = min(end, now + length)
        }
        return window
    }
}

/// What is read of failures inside a transaction.
public protocol FailureReading {
    /// The windows with these keys, as far as there are any.
    func failureWindows(_ keys: [String]) throws -> [FailureWindow]
    /// Whether the account signed in from that network at or after a moment.
    func hasSignedIn(_ account: Account.ID, from network: String, since moment: Timestamp) throws -> Bool
}

/// What is changed of failures inside a transaction.
public protocol FailureWriting {
    /// Writes a window, in place of what stands there.
    func put(_ window: FailureWindow) throws
    /// Gives a reservation back, and counts a failure if it was one.
    func settle(_ key: String, isFailure: Bool) throws
    /// Notes that the account signed in from that network.
    func note(network: String, of account: Account.ID, at now: Timestamp) throws
    /// Deletes windows that had ended by a moment, so many at most, passing over those that are in use.
    ///
    /// - Returns: how many were deleted.
    func deleteFailureWindows(endedBy moment: Timestamp, limit: Int) throws -> Int
    /// Deletes networks from which nobody has signed in since a moment, so many at most.
    ///
    /// - Returns: how many were deleted.
    func deleteNetworks(lastSeenBefore moment: Timestamp, limit: Int) throws -> Int
}
