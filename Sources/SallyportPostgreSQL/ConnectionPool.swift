import SallyportCore
import Synchronization

/// A bounded number of connections, lent in the order of asking. Who has waited for too long is told that the database is
/// busy, and may come back later.
final class ConnectionPool: Sendable {
    private struct Waiter {
        let id: Int
        let since: ContinuousClock.Instant
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

    /// Borrows a connection's thread for one job, and waits for its outcome.
    ///
    /// - Throws: ``StorageError`` when none came free in time, `CancellationError`, and what the job throws.
    func run<Value: Sendable>(
        _ job: @escaping @Sendable (inout PostgreSQLLink?) -> Result<Value, any Error>
    ) async throws -> Value {
        let thread = try await borrow()
        return try await withCheckedThrowingContinuation { continuation in
            thread.run { link in
                let result = job(&link)
                // Given back first: who waits need not wait for a task to be scheduled.
                self.giveBack(thread)
                continuation.resume(with: result)
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
                    if Task.isCancelled { return (.failure(CancellationError()), false) }
                    if let thread = state.idle.popLast() { return (.success(thread), false) }
                    if state.threads.count < size {
                        let thread = PostgreSQLThread(name: "postgresql-\(state.threads.count)")
                        state.threads.append(thread)
                        return (.success(thread), false)
                    }
                    state.waiters.append(Waiter(id: id, since: .now, continuation: continuation))
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

    private func giveBack(_ thread: PostgreSQLThread) {
        let waiter = state.withLock { state -> Waiter? in
            if state.isClosed { return nil }
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.idle.append(thread)
            return nil
        }
        waiter?.continuation.resume(returning: thread)
    }

    /// Sends away who has waited for too long, as long as anybody waits.
    private func watch() {
        Task {
            while true {
                try? await Task.sleep(for: .milliseconds(100))
                let now = ContinuousClock.now
                let (late, isOver) = state.withLock { state in
                    let late = state.waiters.prefix { $0.since.duration(to: now) >= patience }
                    state.waiters.removeFirst(late.count)
                    state.isWatched = !state.waiters.isEmpty
                    return (late, state.waiters.isEmpty)
                }
                for waiter in late {
                    waiter.continuation.resume(
                        throwing: StorageError("no connection to the database came free within \(patience)"))
                }
                if isOver { return }
            }
        }
    }
}
