import Foundation
import Synchronization

/// Where bodies of transactions wait for each other, each on its connection's own thread.
final class Rendezvous: Sendable {
    private let missing: Mutex<Int>
    private let parties: Int
    private let door = DispatchSemaphore(value: 0)

    init(of parties: Int) {
        self.parties = parties
        missing = Mutex(parties)
    }

    /// Blocks until all are there. Who comes later passes.
    func meet() {
        let left = missing.withLock { missing in
            missing -= 1
            return missing
        }
        if left == 0 { for _ in 1..<parties { door.signal() } }
        if left > 0 { door.wait() }
    }
}

/// Where the body of a transaction waits until the test lets it go on.
final class Gate: Sendable {
    private let door = DispatchSemaphore(value: 0)
    private let arrivals = AsyncStream.makeStream(of: Void.self)

    /// Blocks the body until the gate is opened for it.
    func pass() {
        arrivals.continuation.yield()
        door.wait()
    }

    /// Waits until a body stands before the gate.
    func arrival() async {
        for await _ in arrivals.stream { return }
    }

    /// Lets one body through.
    func open() {
        door.signal()
    }
}

/// Counts how often a body ran.
final class Tally: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }

    /// - Returns: which run this is, from 1.
    @discardableResult
    func add() -> Int {
        number.add(1, ordering: .relaxed).newValue
    }
}

/// Waits until it holds.
func until(_ holds: () async throws -> Bool) async throws {
    while try await !holds() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
