import Dispatch
import SallyportCore
import Synchronization

/// A bounded number of connections, lent in the order of asking. Who has waited for too long is told that the database
/// is busy, and may come back later.
final class ConnectionPool: Sendable {
    private struct Waiter {
        let id: Int
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<PostgreSQLThread, any Error>
    }

    private struct State {
        var threads: [PostgreSQLThread] = []
        var idle: [PostgreSQLThread] = []
        var waiters: [Waiter] = []
        var nextWaiter = 0
        var isWatched = false
        var isClosed = false
    }

    private let size: Int
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - size: how many connections at most.
    ///   - patience: how long to wait for one.
    init(size: Int, patience: Duration) {
        self.size = size
        self.patience = patience
    }

    /// How many are lent, and how many more may be.
    var usage: (used: Int, available: Int) {
        state.withLock { state in
            let used = state.threads.count - state.idle.count
            return (used, size - used)
        }
    }

    /// How many wait for a connection.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// Borrows a connection's thread for one job, and waits for its outcome.
    ///
    /// - Throws: ``StorageError`` when none came free in time, `CancellationError` when the task was cancelled while it
    ///   waited for one, and what the job throws.
    func run<Value: Sendable>(
        _ job: @escaping @Sendable (inout PostgreSQLLink?) -> Result<Value, any Error>
    ) async throws -> Value {
        let thread = try await borrow()
        return try await withCheckedThrowingContinuation { continuation in
            thread.run { link in
                let result = job(&link)
                // Given back first: who waits need not wait for a task to be scheduled.
                self.giveBack(thread, isConnected: link != nil)
                continuation.resume(with: result)
            }
        }
    }

    /// Lets threads see to their connections, so that at least so many are connected, those that work now included.
    ///
    /// - Parameter tend: makes the connection, or sees whether it still is one.
    func keep(_ count: Int, _ tend: @escaping @Sendable (inout PostgreSQLLink?) -> Void) {
        let tended = state.withLock { state -> [PostgreSQLThread] in
            guard !state.isClosed else { return [] }
            let working = state.threads.count - state.idle.count
            // At the front, where the threads without a connection are.
            while state.threads.count < min(count, size) { state.idle.insert(makeThread(&state), at: 0) }
            let tended = state.idle.suffix(max(0, count - working))
            state.idle.removeLast(tended.count)
            return Array(tended)
        }
        for thread in tended {
            thread.run { link in
                tend(&link)
                self.giveBack(thread, isConnected: link != nil)
            }
        }
    }

    /// Ends every connection, after what it does now. Who waits is told so.
    func close() {
        let (threads, waiters) = state.withLock { state in
            state.isClosed = true
            defer { (state.threads, state.idle, state.waiters) = ([], [], []) }
            return (state.threads, state.waiters)
        }
        for thread in threads { thread.stop() }
        for waiter in waiters { waiter.continuation.resume(throwing: StorageError("the database is being closed")) }
        let deadline = DispatchTime.now() + .seconds(5)
        for thread in threads { thread.waitForEnd(until: deadline) }
    }

    private func borrow() async throws -> PostgreSQLThread {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, mustWatch) = state.withLock { state -> (Result<PostgreSQLThread, any Error>?, Bool) in
                    if state.isClosed { return (.failure(StorageError("the database is closed")), false) }
                    if let thread = state.idle.popLast() { return (.success(thread), false) }
                    if state.threads.count < size { return (.success(makeThread(&state)), false) }
                    if Task.isCancelled { return (.failure(CancellationError()), false) }
                    state.waiters.append(Waiter(id: id, deadline: .now + patience, continuation: continuation))
                    defer { state.isWatched = true }
                    return (nil, !state.isWatched)
                }
                if let outcome { continuation.resume(with: outcome) }
                if mustWatch { watch() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func makeThread(_ state: inout State) -> PostgreSQLThread {
        let thread = PostgreSQLThread(name: "postgresql-\(state.threads.count)")
        state.threads.append(thread)
        return thread
    }

    private func giveBack(_ thread: PostgreSQLThread, isConnected: Bool) {
        let waiter = state.withLock { state -> Waiter? in
            if state.isClosed { return nil }
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            // The last is lent first: while one connection works, nobody gets the thread whose connection does not.
            state.idle.insert(thread, at: isConnected ? state.idle.endIndex : 0)
            return nil
        }
        waiter?.continuation.resume(returning: thread)
    }

    /// Sends away who has waited for too long, as long as anybody waits. All are as patient, so the first in the row is
    /// the first to be sent away.
    private func watch() {
        Task {
            while let deadline = nextDeadline() {
                try? await Task.sleep(until: deadline)
                let late = state.withLock { state in
                    let now = ContinuousClock.now
                    let late = state.waiters.prefix { $0.deadline <= now }
                    state.waiters.removeFirst(late.count)
                    return late
                }
                for waiter in late {
                    waiter.continuation.resume(
                        throwing: StorageError("no connection to the database came free within \(patience)"))
                }
            }
        }
    }

    /// When the first of those that wait loses his patience; `nil` when nobody waits, and nobody needs to watch.
    private func nextDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            state.isWatched = !state.waiters.isEmpty
            return state.waiters.first?.deadline
        }
    }
}
