public import Foundation
public import SDKRuntime
import Synchronization

/// A clock that a test moves by hand: time on the wall, and time that passes.
public final class ManualSessionClock: SessionClock {
    private struct Sleeper {
        let wakesAt: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var wall: Date
        var elapsed = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var nextSleeper = 0
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>

    /// - Parameter start: 2026-06-05T12:00:00Z, unless said otherwise.
    public init(_ start: Date = Date(timeIntervalSince1970: 1_780_660_800)) {
        state = Mutex(State(wall: start))
    }

    public var now: Date { state.withLock { $0.wall } }

    /// Every wait that was asked for, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    public func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let watchers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                    guard !Task.isCancelled else {
                        continuation.resume(throwing: CancellationError())
                        return []
                    }
                    state.sleeps.append(duration)
                    state.sleepers[id] = Sleeper(wakesAt: state.elapsed + duration, continuation: continuation)
                    let ready = state.watchers.filter { $0.count <= state.sleepers.count }
                    state.watchers.removeAll { $0.count <= state.sleepers.count }
                    return ready.map(\.continuation)
                }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until so many tasks sleep at this clock.
    public func sleepers(atLeast count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Lets time pass: the wall shows it, and who has slept long enough wakes.
    public func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.wall += duration.seconds
            state.elapsed += duration
            let due = state.sleepers.filter { $0.value.wakesAt <= state.elapsed }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { $0.value.wakesAt < $1.value.wakesAt }
        }
        for (_, sleeper) in woken { sleeper.continuation.resume() }
    }

    /// Sets the clock on the wall: no time passes, and nobody wakes.
    public func setWall(by difference: Duration) {
        state.withLock { $0.wall += difference.seconds }
    }
}
