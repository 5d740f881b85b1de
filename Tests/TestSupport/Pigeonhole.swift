public import SallyportCore
import Synchronization

/// Keeps letters as they are handed over, or refuses them.
public final class Pigeonhole: MailSender {
    private struct State {
        var letters: [Letter] = []
        var failure: MailFailure?
        var attempts = 0
    }

    private let state = Mutex(State())

    public init() {}

    public func send(_ letter: Letter) async throws(MailFailure) {
        let failure = state.withLock { state in
            state.attempts += 1
            if state.failure == nil { state.letters.append(letter) }
            return state.failure
        }
        if let failure { throw failure }
    }

    /// What was taken, in order.
    public var letters: [Letter] { state.withLock { $0.letters } }

    /// How often a letter was offered.
    public var attempts: Int { state.withLock { $0.attempts } }

    /// From now on nothing is taken, for that reason; `nil`: everything is.
    public func refuse(_ failure: MailFailure?) {
        state.withLock { $0.failure = failure }
    }
}
