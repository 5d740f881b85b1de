import Synchronization

/// Counts requests a key in fixed windows (Directus spec section 3.4): so many points, then none until the window ends.
///
/// In memory, bounded: with too many keys the half whose windows end first is dropped.
public final class RateLimiter: Sendable {
    /// How many requests are let through in how long a window.
    public struct Limit: Sendable, Hashable {
        /// How many requests a window lets through.
        public var points: Int
        /// How long a window lasts, from its first request on.
        public var window: Duration

        /// So many requests in so long a window.
        public init(points: Int, window: Duration) {
            self.points = points
            self.window = window
        }
    }

    /// Too many: how many there may be, and when the next will be let through.
    public struct Refusal: Error, Sendable, Hashable {
        /// The limit that was reached.
        public var limit: Limit
        /// When the window ends.
        public var reset: Timestamp
    }

    private struct Window {
        var used: Int
        var start: Timestamp
        var end: Timestamp

        /// A window of the future was opened before the clock was set back: it counts no more.
        func covers(_ now: Timestamp) -> Bool {
            start <= now && now < end
        }
    }

    private static let capacity = 100_000

    private let limit: Limit
    private let windows = Mutex<[String: Window]>([:])

    /// A limiter without any window yet.
    public init(_ limit: Limit) {
        self.limit = limit
    }

    /// Takes one point.
    ///
    /// - Throws: ``Refusal`` if there is none left.
    public func take(_ key: String, at now: Timestamp) throws(Refusal) {
        let refusal: Refusal? = windows.withLock { windows in
            if var window = windows[key], window.covers(now) {
                window.used += 1
                windows[key] = window
                return window.used > limit.points ? Refusal(limit: limit, reset: window.end) : nil
            }
            if windows.count >= Self.capacity {
                windows = windows.filter { $0.value.covers(now) }
                if windows.count >= Self.capacity {
                    let ends = windows.values.map(\.end).sorted()
                    let median = ends[ends.count / 2]
                    windows = windows.filter { $0.value.end > median }
                }
            }
            windows[key] = Window(used: 1, start: now, end: now + limit.window)
            return nil
        }
        if let refusal { throw refusal }
    }
}
