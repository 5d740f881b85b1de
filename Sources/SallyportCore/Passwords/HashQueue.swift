import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs hashes on threads of their own, at a lower scheduling priority than the event loops, behind a bounded queue: a
/// token check never waits for a hash, and a hash never waits for more than two seconds (design section 6).
final class HashQueue: Sendable {
    /// How long a job may have to wait before the queue counts as full.
    static let patience: Duration = .seconds(2)

    private let shared: Shared

    /// - Parameters:
    ///   - width: the number of threads.
    ///   - expectedDuration: of one job, until the first ones were measured.
    init(width: Int, expectedDuration: Duration) {
        shared = Shared(width: width, expectedDuration: expectedDuration)
        for number in 1...width {
            let thread = Thread { [shared] in shared.runJobs() }
            thread.name = "hash-\(number)"
            thread.start()
        }
    }

    deinit {
        shared.stop()
    }

    /// Runs the work on one of the threads.
    ///
    /// - Throws: ``HashFailure/overloaded(retryAfter:)`` at once, when the wait would be too long.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(HashFailure) -> Value {
        let outcome: Result<Value, HashFailure> = await withCheckedContinuation { continuation in
            if let wait = shared.enqueue({ continuation.resume(returning: .success(work())) }) {
                continuation.resume(returning: .failure(.overloaded(retryAfter: wait)))
            }
        }
        return try outcome.get()
    }

    /// What the threads share; it lives until the last of them has ended.
    private final class Shared: Sendable {
        typealias Job = @Sendable () -> Void

        private struct State {
            var waiting: [Job] = []
            var running = 0
            var isStopped = false
            var meanDuration: Duration
        }

        private let width: Int
        private let state: Mutex<State>
        private let available = DispatchSemaphore(value: 0)
        private let stopwatch = ContinuousClock()

        init(width: Int, expectedDuration: Duration) {
            self.width = width
            state = Mutex(State(meanDuration: expectedDuration))
        }

        /// - Returns: how long a caller should stay away, if the queue is full; else `nil`, and the job will run.
        func enqueue(_ job: @escaping Job) -> Duration? {
            let wait: Duration? = state.withLock { state in
                let ahead = state.waiting.count + state.running
                let wait = ahead < width ? .zero : state.meanDuration * (ahead - width + 1) / width
                if wait > HashQueue.patience { return wait }
                state.waiting.append(job)
                return nil
            }
            if wait == nil { available.signal() }
            return wait
        }

        func stop() {
            state.withLock { $0.isStopped = true }
            for _ in 0..<width { available.signal() }
        }

        func runJobs() {
            #if os(Linux)
                // On Linux a priority is a thread's own; 10 leaves the event loops in front (swift.md, "Hash threads").
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
            #endif
            while let job = next() {
                let start = stopwatch.now
                job()
                let duration = stopwatch.now - start
                state.withLock { state in
                    state.running -= 1
                    state.meanDuration = (state.meanDuration * 7 + duration) / 8
                }
            }
        }

        private func next() -> Job? {
            while true {
                available.wait()
                let job: Job?? = state.withLock { state in
                    if !state.waiting.isEmpty {
                        state.running += 1
                        return .some(state.waiting.removeFirst())
                    }
                    return state.isStopped ? .some(nil) : .none
                }
                if let job { return job }
            }
        }
    }
}
