import Foundation
import Synchronization

/// Hands values from one thread to another, one at a time, so that whoever is quicker waits.
///
/// Both ends are transactions, synchronous and on threads that may block.
final class Handoff<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var ending: Result<Void, any Error>?
        var hasGiver = false
        var hasTaker = false
    }

    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let emptied = DispatchSemaphore(value: 0)

    /// The other end has gone.
    struct Abandoned: Error {}

    init() {
        emptied.signal()
    }

    /// Begins to give: once. A transaction may run more than once, but what was handed over cannot be taken back.
    func beginGiving() throws {
        try state.withLock { state in
            if state.hasGiver { throw Abandoned() }
            state.hasGiver = true
        }
    }

    /// Begins to take: once.
    func beginTaking() throws {
        try state.withLock { state in
            if state.hasTaker { throw Abandoned() }
            state.hasTaker = true
        }
    }

    /// Waits until the last value was taken.
    func give(_ value: Value) throws {
        emptied.wait()
        try state.withLock { state in
            if let ending = state.ending {
                emptied.signal()
                try ending.get()
                throw Abandoned()
            }
            state.value = value
        }
        filled.signal()
    }

    /// Waits for a value.
    ///
    /// - Returns: `nil` when there will be none any more.
    /// - Throws: what the other end failed with.
    func take() throws -> Value? {
        filled.wait()
        let (value, ending) = state.withLock { state in
            defer { state.value = nil }
            return (state.value, state.ending)
        }
        if let value {
            emptied.signal()
            return value
        }
        filled.signal()
        try ending?.get()
        return nil
    }

    /// There is nothing more to give or to take. Only the first ending counts.
    func end(_ ending: Result<Void, any Error>) {
        state.withLock { $0.ending = $0.ending ?? ending }
        filled.signal()
        emptied.signal()
    }
}
