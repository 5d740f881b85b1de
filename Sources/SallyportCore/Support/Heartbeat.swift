import Synchronization

/// Knows whether this process stood still: stopped, starved, or asleep with its machine. What it reads on waking may have
/// been sent long ago, by a client that has left for another node since and goes on with what that one gave it.
public final class Heartbeat: Sendable {
    /// How often to call ``beat()``.
    public static let pulse: Duration = .milliseconds(250)
    /// After how long without a beat the process stood still.
    private static let longestPause: Duration = .seconds(1)
    /// How long after waking what is read may be from before.
    private static let aftermath: Duration = .seconds(5)

    private struct State {
        var last: Duration?
        /// The longest standstill that has just ended.
        var standstill = Duration.zero
        var woke = Duration.zero
    }

    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    /// - Parameter uptime: how long it has been since some moment, whatever clocks are set to.
    public init(uptime: @escaping @Sendable () -> Duration) {
        self.uptime = uptime
    }

    /// The process is alive. Who never says so is never thought to stand still.
    public func beat() {
        let now = uptime()
        state.withLock { state in
            let silence = state.last.map { now - $0 } ?? .zero
            state.last = now
            guard silence >= Self.longestPause else { return }
            state.standstill = now - state.woke < Self.aftermath ? max(state.standstill, silence) : silence
            state.woke = now
        }
    }

    /// A moment to give to ``mayBeOlder(than:readAt:)``.
    func now() -> Duration { uptime() }

    /// Whether what was read at that moment may by now be so old: by what it waited here, and by a standstill before it was
    /// read.
    func mayBeOlder(than age: Duration, readAt moment: Duration) -> Bool {
        let now = uptime()
        return state.withLock { state in
            guard let last = state.last else { return now - moment >= age }
            let standstill = now - state.woke < Self.aftermath ? state.standstill : .zero
            // The process may have woken for this before it woke for its beat.
            let silence = now - last >= Self.longestPause ? now - last : .zero
            return now - moment + max(standstill, silence) >= age
        }
    }
}
