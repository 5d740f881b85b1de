import SallyportCore
import Synchronization

/// Whether somebody still waits.
final class Cancellation: Sendable {
    private let state = Mutex(false)

    /// Nobody does.
    func cancel() {
        state.withLock { $0 = true }
    }

    var isCancelled: Bool { state.withLock { $0 } }
}

extension MailFailure {
    /// For who is cancelled: perhaps the letter was taken all the same.
    static let givenUp = MailFailure("Sending was given up, for nobody waits for it any more.", .away)
}
