import SallyportCore
import Synchronization

/// Argon2, with a queue before it that notes how long each password waited: the hasher itself then never has more to do than
/// it has threads.
final class MeasuringHasher: PasswordHasher {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        var waits: [[UInt8]: Duration] = [:]
    }

    private let hasher: Argon2Hasher
    private let state: Mutex<State>

    init(_ parameters: Argon2Parameters, width: Int) {
        hasher = Argon2Hasher(parameters: parameters, width: width)
        state = Mutex(State(free: width))
    }

    /// How long the verification of a password waited for a thread; told once.
    func wait(of password: String) -> Duration {
        state.withLock { $0.waits.removeValue(forKey: Array(password.utf8)) ?? .zero }
    }

    func hash(_ password: Password) async throws(HashFailure) -> PasswordHash {
        await enter()
        defer { leave() }
        return try await hasher.hash(password)
    }

    func verify(_ password: Password, against stored: PasswordHash?) async throws(HashFailure) -> Verification {
        let start = ContinuousClock.now
        await enter()
        defer { leave() }
        let waited = ContinuousClock.now - start
        state.withLock { $0.waits[password.bytes] = waited }
        return try await hasher.verify(password, against: stored)
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
