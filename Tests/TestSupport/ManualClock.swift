public import SallyportCore
import Synchronization

/// A clock that a test moves by hand.
public final class ManualClock: Sendable {
    private let time: Mutex<Timestamp>

    /// - Parameter start: 2026-06-05T12:00:00Z, unless said otherwise.
    public init(_ start: Timestamp = Timestamp(milliseconds: 1_780_660_800_000)) {
        time = Mutex(start)
    }

    public var now: Timestamp { time.withLock { $0 } }

    /// Moves the clock; backwards, if the duration is negative.
    public func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    /// The clock as the core takes it.
    public var clock: Clock {
        { [self] in now }
    }
}
