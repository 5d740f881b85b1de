import SallyportCore
import Synchronization

/// Asks the database whether it answers. Whoever asks waits no longer than a request waits for a connection; and all who
/// ask while it is silent share one question, so that a database which hangs does not take a connection from each.
actor DatabaseCheck {
    /// How long to wait for an answer.
    static let patience: Duration = .seconds(2)

    private let core: Core
    private var question: Task<Duration?, Never>?

    init(core: Core) {
        self.core = core
    }

    /// How long the database took to answer; `nil` if it did not, or not in time.
    func callAsFunction() async -> Duration? {
        let question = question ?? ask()
        return await withCheckedContinuation { continuation in
            let answer = Answer(continuation)
            Task { answer.give(await question.value) }
            Task {
                try? await Task.sleep(for: Self.patience)
                answer.give(nil)
            }
        }
    }

    private func ask() -> Task<Duration?, Never> {
        let task = Task { [core] in
            let start = core.clock()
            let isWell = (try? await core.readSettings()) != nil
            self.question = nil
            return isWell ? max(.zero, core.clock() - start) : nil
        }
        question = task
        return task
    }

    /// The first answer counts.
    private final class Answer: Sendable {
        private let waiting: Mutex<CheckedContinuation<Duration?, Never>?>

        init(_ continuation: CheckedContinuation<Duration?, Never>) {
            waiting = Mutex(continuation)
        }

        func give(_ duration: Duration?) {
            waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }?.resume(returning: duration)
        }
    }
}
