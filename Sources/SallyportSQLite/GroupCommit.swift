import GRDB
import SallyportCore
import Synchronization

/// Lets writers that arrive while a commit is in flight share the next one, a savepoint each (design section 4): one wait
/// for the disk serves all of them, and one that fails does not disturb its neighbours.
final class GroupCommit: Sendable {
    private struct Job: Sendable {
        var durability: Durability
        /// Runs inside the shared transaction; keeps its result to itself.
        var run: @Sendable (Database) throws -> Void
        /// Called after the commit, or with what went wrong.
        var finish: @Sendable (Result<Void, any Error>) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isDraining = false
        var hasEnded = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Runs the body in a savepoint of the next shared transaction, and returns when that is committed.
    func run<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let result = Box<Value>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let job = Job(
                durability: durability,
                run: { database in
                    let value = try body(database)
                    result.value.withLock { $0 = value }
                },
                finish: { continuation.resume(with: $0) })
            let mustDrain = state.withLock { state in
                state.waiting.append(job)
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustDrain { drain() }
        }
        guard let value = result.value.withLock({ $0 }) else {
            throw StorageError("a committed transaction has no result")
        }
        return value
    }

    /// Whether nobody has ended it before.
    func endsNow() -> Bool {
        state.withLock { state in
            defer { state.hasEnded = true }
            return !state.hasEnded
        }
    }

    private func drain() {
        pool.asyncWriteWithoutTransaction { [self] database in
            while let jobs = next() { commit(jobs, database) }
        }
    }

    private func next() -> [Job]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// One transaction for all: what any of them must have on disk, all of them wait for.
    private func commit(_ jobs: [Job], _ database: Database) {
        var outcomes: [Result<Void, any Error>] = []
        do {
            let mustReachDisk = jobs.contains { $0.durability == .durable }
            try setSynchronous(mustReachDisk ? .durable : .relaxed, database)
            try database.inTransaction(.immediate) {
                for job in jobs { outcomes.append(try inSavepoint(job, database)) }
                return .commit
            }
        } catch {
            // The transaction is gone, and with it everybody's part in it.
            outcomes = jobs.map { _ in .failure(error) }
        }
        for (job, outcome) in zip(jobs, outcomes) { job.finish(outcome) }
    }

    /// - Throws: only if the transaction itself is gone.
    private func inSavepoint(_ job: Job, _ database: Database) throws -> Result<Void, any Error> {
        var outcome: Result<Void, any Error> = .success(())
        try database.inSavepoint {
            do {
                try job.run(database)
                return .commit
            } catch {
                outcome = .failure(error)
                // SQLite may have ended the transaction by itself: disk full, out of memory.
                guard database.isInsideTransaction else { throw error }
                return .rollback
            }
        }
        return outcome
    }

    /// GRDB sets NORMAL when it opens; between transactions the pragma acts at once, while it is prepared. So it must not
    /// be a cached statement.
    private func setSynchronous(_ durability: Durability, _ database: Database) throws {
        switch durability {
        case .durable: try database.execute(sql: "PRAGMA synchronous = FULL")
        case .relaxed: try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
    }
}

/// Carries a result out of the transaction.
private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
