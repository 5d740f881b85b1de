/// Points that were taken from one window: what one node tells the others, or what all of them have come to.
public struct RateLimitCount: Sendable, Hashable {
    /// Which limiter counts: one word.
    public var limiter: String
    /// What is counted: a network, for example.
    public var key: String
    /// How many. A node may also tell that it gave some back: less than none.
    public var points: Int
    /// When the window began.
    public var start: Timestamp
    /// When the window ends.
    public var end: Timestamp

    /// A count with these parts.
    public init(limiter: String, key: String, points: Int, start: Timestamp, end: Timestamp) {
        self.limiter = limiter
        self.key = key
        self.points = points
        self.start = start
        self.end = end
    }
}

/// What nodes have counted together, as a transaction changes it.
public protocol RateLimitWriting {
    /// Adds what a node has counted, in one statement. While a window is open, its beginning and its end are those that
    /// the first node gave it; a count whose window has ended is not added.
    ///
    /// - Returns: what each of the windows has come to.
    func add(_ counts: [RateLimitCount], at now: Timestamp) throws -> [RateLimitCount]
    /// Deletes windows that had ended by a moment, so many at most, passing over those that are in use.
    ///
    /// - Returns: how many were deleted.
    func deleteRateLimits(endedBy moment: Timestamp, limit: Int) throws -> Int
}
