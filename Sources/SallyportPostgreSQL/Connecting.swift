import Synchronization

/// Makes connections. While that fails, one at a time tries again, after a growing while, and all others fail at once:
/// a database that is away must not make everybody wait for a time-out.
final class Connecting: Sendable {
    private struct State {
        var failures = 0
        var isTrying = false
        var blockedUntil = ContinuousClock.now
        var lastError: (any Error)?
    }

    private let state = Mutex(State())

    /// - Parameter connect: makes one, which may take its time.
    /// - Throws: what that throws, now or the last time.
    func callAsFunction<Link>(_ connect: () throws -> Link) throws -> Link {
        let refusal = state.withLock { state -> (any Error)? in
            guard state.failures > 0 else { return nil }
            if state.isTrying || state.blockedUntil > .now { return state.lastError }
            state.isTrying = true
            return nil
        }
        if let refusal { throw refusal }
        do {
            let link = try connect()
            state.withLock { $0 = State() }
            return link
        } catch {
            state.withLock { state in
                state.failures += 1
                state.isTrying = false
                state.blockedUntil = .now + .milliseconds(min(50 << min(state.failures, 10), 1000))
                state.lastError = error
            }
            throw error
        }
    }
}
