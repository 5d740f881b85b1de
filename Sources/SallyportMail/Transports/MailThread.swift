import Foundation
import SallyportCore
import Synchronization

/// A thread of its own for what blocks: it must not block a thread that tasks share. It does one thing after the other, and
/// what it keeps between two of them never leaves it.
final class MailThread<Kept>: Sendable {
    private typealias Job = @Sendable (inout Kept?) -> Void

    private let queue = Queue()

    /// Starts the thread, which ends with this object.
    ///
    /// - Parameter patience: for how long it keeps something while there is nothing to do, in seconds.
    init(name: String, patience: Double = 10) {
        let queue = queue
        let thread = Thread {
            Self.blockBrokenPipes()
            var kept: Kept?
            while true {
                switch queue.next(within: kept == nil ? nil : patience) {
                case .job(let job): job(&kept)
                case .idle: kept = nil
                case .end: return
                }
            }
        }
        thread.name = name
        thread.start()
    }

    /// Has the thread do something, after what it was given before, and waits for it. Whoever is cancelled waits until the
    /// work has noticed.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable (inout Kept?, Cancellation) throws(MailFailure) -> Value
    ) async throws(MailFailure) -> Value {
        let (queue, cancellation) = (queue, Cancellation())
        let result: Result<Value, MailFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.append { kept in
                    do throws(MailFailure) {
                        if cancellation.isCancelled { throw .givenUp }
                        continuation.resume(returning: .success(try work(&kept, cancellation)))
                    } catch { continuation.resume(returning: .failure(error)) }
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    deinit {
        queue.append(nil)
    }

    /// Whoever hangs up while something is written to him must not end the process: `SIGPIPE` comes to the thread that
    /// writes, and stays there.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private enum Next {
        case job(Job)
        case idle
        case end
    }

    private final class Queue: Sendable {
        private let jobs = Mutex<[Job?]>([])
        private let filled = DispatchSemaphore(value: 0)

        /// `nil` is the end.
        func append(_ job: Job?) {
            jobs.withLock { $0.append(job) }
            filled.signal()
        }

        /// Waits for the next job, for so many seconds at most, or for ever.
        func next(within seconds: Double?) -> Next {
            if let seconds {
                if filled.wait(timeout: .now() + seconds) == .timedOut { return .idle }
            } else {
                filled.wait()
            }
            return jobs.withLock { $0.removeFirst() }.map(Next.job) ?? .end
        }
    }
}
