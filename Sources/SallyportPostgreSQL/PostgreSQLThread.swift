import Foundation
import Synchronization

/// A thread of its own for one connection: libpq blocks, and must not block a thread that tasks share. What the thread
/// makes never leaves it.
final class PostgreSQLThread: Sendable {
    typealias Job = @Sendable (inout PostgreSQLLink?) -> Void

    private let queue = Queue()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread.
    init(name: String) {
        let (queue, ended) = (queue, ended)
        let thread = Thread {
            do {
                var link: PostgreSQLLink?
                while let job = queue.next() { job(&link) }
            }
            ended.signal()
        }
        thread.name = name
        thread.start()
    }

    /// Has the thread do something, after what it was given before.
    func run(_ job: @escaping Job) {
        queue.append(job)
    }

    /// Ends the thread and its connection, after what it was given before.
    func stop() {
        queue.append(nil)
    }

    /// Waits until the thread has ended, for so long at most. A process that ends while a thread is in OpenSSL crashes.
    func waitForEnd(until deadline: DispatchTime) {
        _ = ended.wait(timeout: deadline)
        ended.signal()
    }

    deinit {
        stop()
    }

    private final class Queue: Sendable {
        private let jobs = Mutex<[Job?]>([])
        private let filled = DispatchSemaphore(value: 0)

        func append(_ job: Job?) {
            jobs.withLock { $0.append(job) }
            filled.signal()
        }

        /// Waits for the next job; `nil` is the end.
        func next() -> Job? {
            filled.wait()
            return jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }
}
