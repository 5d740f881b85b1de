import Foundation
import SDKRuntime
import SDKTestSupport
import Synchronization

/// A clock at which nobody waits: a sleep is over at once, and so much later.
final class SkippingClock: SessionClock {
    private let state = Mutex((now: ManualSessionClock().now, sleeps: [Duration]()))

    var now: Date { state.withLock { $0.now } }

    /// Every wait that was asked for, in order.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(duration)
            state.now += duration / .seconds(1)
        }
    }
}
