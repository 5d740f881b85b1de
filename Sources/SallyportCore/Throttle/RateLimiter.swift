import Synchronization

/// Counts requests a key in fixed windows (Directus spec section 3.4): so many points, then none until the window ends.
///
/// In memory, bounded: with too many keys the half whose windows end first is dropped. What other nodes let through comes
/// in beside the requests (``RateLimits``); while it does not, this node's own count is the limit.
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
        /// What this node let through.
        var own = 0
        /// What of it others have not been told yet.
        var untold = 0
        /// What others let through, as far as it was heard.
        var others = 0
        var start: Timestamp
        var end: Timestamp

        /// A window of the future was opened before the clock was set back: it counts no more.
        func covers(_ now: Timestamp) -> Bool {
            start <= now && now < end
        }

        /// Two nodes' windows that overlap are the same: each node opened it with its own first request.
        func isSame(as count: RateLimitCount) -> Bool {
            start < count.end && count.start < end
        }
    }

    private struct State {
        var windows: [String: Window] = [:]
        /// Keys that others are to be told of. A window that was dropped meanwhile has nothing to tell.
        var untold: Set<String> = []

        /// Makes room for one more window.
        mutating func makeRoom(at now: Timestamp) {
            guard windows.count >= RateLimiter.capacity else { return }
            windows = windows.filter { $0.value.covers(now) }
            if windows.count >= RateLimiter.capacity {
                let ends = windows.values.map(\.end).sorted()
                let median = ends[ends.count / 2]
                windows = windows.filter { $0.value.end > median }
            }
            untold.formIntersection(windows.keys)
        }
    }

    private static let capacity = 100_000

    /// What tells the limiter from others in what nodes tell each other; `nil`: each node for itself.
    private let name: String?
    private let limit: Limit
    private let state = Mutex(State())

    /// A limiter without any window yet, which counts for itself.
    public init(_ limit: Limit) {
        self.limit = limit
        name = nil
    }

    /// A limiter whose counts are to be told to other nodes.
    init(_ limit: Limit, sharedAs name: String) {
        self.limit = limit
        self.name = name
    }

    /// Takes one point.
    ///
    /// - Throws: ``Refusal`` if there is none left.
    public func take(_ key: String, at now: Timestamp) throws(Refusal) {
        let refusal: Refusal? = state.withLock { state in
            var window: Window
            if let open = state.windows[key], open.covers(now) {
                window = open
            } else {
                state.makeRoom(at: now)
                window = Window(start: now, end: now + limit.window)
            }
            // Who is refused is not counted: there is nothing to tell of him, however often he asks.
            guard window.own + window.others < limit.points else { return Refusal(limit: limit, reset: window.end) }
            window.own += 1
            if name != nil {
                window.untold += 1
                state.untold.insert(key)
            }
            state.windows[key] = window
            return nil
        }
        if let refusal { throw refusal }
    }

    // MARK: Other nodes

    /// What others are to be told now, of so many keys at most. It counts as told, unless ``takeBack(_:)`` follows.
    func tell(atMost count: Int, at now: Timestamp) -> [RateLimitCount] {
        guard let name else { return [] }
        return state.withLock { state in
            let keys = state.untold.prefix(count)
            state.untold.subtract(keys)
            return keys.compactMap { key in
                guard var window = state.windows[key], window.untold != 0, window.covers(now) else { return nil }
                let count = RateLimitCount(
                    limiter: name, key: key, points: window.untold, start: window.start, end: window.end)
                window.untold = 0
                state.windows[key] = window
                return count
            }
        }
    }

    /// It could not be told.
    func takeBack(_ count: RateLimitCount) {
        state.withLock { state in
            guard var window = state.windows[count.key], window.isSame(as: count) else { return }
            window.untold += count.points
            state.windows[count.key] = window
            state.untold.insert(count.key)
        }
    }

    /// Takes note of what all nodes together let through in a window, which ends for all when it ends for the first.
    func hear(_ total: RateLimitCount) {
        state.withLock { state in
            guard var window = state.windows[total.key], window.isSame(as: total) else { return }
            // Never less than this node's own: a table that was lost must not open the gate again.
            window.others = max(0, total.points - (window.own - window.untold))
            window.start = min(window.start, total.start)
            window.end = total.end
            state.windows[total.key] = window
        }
    }
}
