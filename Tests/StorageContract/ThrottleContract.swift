import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL

/// What the throttle counts and knows: tables `failures` and `networks`.
@Suite("Storage contract: failures and networks")
struct ThrottleContract {
    private static func window(
        _ key: String = "k", failed: Int = 1, pending: Int = 2, at now: Timestamp
    ) -> FailureWindow {
        FailureWindow(
            key: key, failed: failed, pending: pending, lease: now + .seconds(30), start: now,
            end: now + .seconds(60))
    }

    @Test("a window comes back as it was put, and the last one put counts", arguments: Engine.allCases)
    func roundTrip(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (first, second) = (Self.window(at: clock.now), Self.window(failed: 7, at: clock.now))
            let other = Self.window("'; DROP TABLE failures; --", at: clock.now)
            let found = try await vault.write(.relaxed) { transaction in
                try transaction.put(first)
                try transaction.put(second)
                try transaction.put(other)
                return try transaction.failureWindows(["k", "none", other.key])
            }
            #expect(found == [second, other])
        }
    }

    @Test("settling gives a place back, counts a failure, and never falls below none", arguments: Engine.allCases)
    func settle(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let window = Self.window(at: clock.now)
            try await vault.write(.relaxed) { transaction in
                try transaction.put(window)
                for isFailure in [true, false, true] { try transaction.settle("k", isFailure: isFailure) }
                // It was swept away meanwhile.
                try transaction.settle("none", isFailure: true)
            }
            let found = try await vault.read { try $0.failureWindows(["k", "none"]) }
            #expect(found.map(\.failed) == [3])
            #expect(found.map(\.pending) == [0])
        }
    }

    @Test("of two hundred who reserve at once, each sees the others", arguments: Engine.allCases)
    func race(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let now = clock.now
            let numbers = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<200 {
                    tasks.addTask {
                        try await vault.write(.relaxed) { transaction in
                            var window =
                                try transaction.failureWindows(["k"]).first ?? Self.window(pending: 0, at: now)
                            window.pending += 1
                            try transaction.put(window)
                            return window.pending
                        }
                    }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(numbers.sorted() == Array(1...200))
        }
    }

    @Test(
        "windows that have ended are swept, in batches, but for those with somebody in them", arguments: Engine.allCases
    )
    func sweep(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let now = clock.now
            let counts = try await vault.write(.relaxed) { transaction in
                for index in 0..<5 {
                    var window = Self.window("\(index)", at: now)
                    if index == 4 { window.lease = window.end + .seconds(1) }
                    try transaction.put(window)
                }
                let end = now + .seconds(60)
                return try [
                    transaction.deleteFailureWindows(endedBy: end - .milliseconds(1), limit: 3),
                    transaction.deleteFailureWindows(endedBy: end, limit: 3),
                    transaction.deleteFailureWindows(endedBy: end, limit: 3),
                    transaction.deleteFailureWindows(endedBy: end + .seconds(1), limit: 3),
                ]
            }
            #expect(counts == [0, 3, 1, 1])
        }
    }

    @Test(
        "a network is the account's own from its last sign-in there on, and goes with the account",
        arguments: Engine.allCases)
    func networks(engine: Engine) async throws {
        try await engine.run { vault, clock async throws in
            let (ada, bob) = (Samples.account(), Samples.account("bob@example.com"))
            let now = clock.now
            try await vault.write(.relaxed) { transaction in
                for account in [ada, bob] { try transaction.insert(account, profile: Profile(), at: now) }
                try transaction.note(network: "192.0.2.1", of: ada.id, at: now - .seconds(10))
                try transaction.note(network: "192.0.2.1", of: ada.id, at: now)
                try transaction.note(network: "2001:db8:0:1", of: bob.id, at: now)
                #expect(try transaction.hasSignedIn(ada.id, from: "192.0.2.1", since: now))
                #expect(try !transaction.hasSignedIn(ada.id, from: "192.0.2.1", since: now + .milliseconds(1)))
                #expect(try !transaction.hasSignedIn(ada.id, from: "2001:db8:0:1", since: now))
                #expect(try !transaction.hasSignedIn(bob.id, from: "192.0.2.1", since: now))
                #expect(try transaction.deleteNetworks(lastSeenBefore: now, limit: 10) == 0)
                try transaction.delete(ada.id)
                #expect(try transaction.deleteNetworks(lastSeenBefore: now + .milliseconds(1), limit: 10) == 1)
            }
        }
    }
}
