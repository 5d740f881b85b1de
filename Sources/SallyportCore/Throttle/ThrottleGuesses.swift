import Synchronization

/// What every check of a secret that could be guessed passes, whichever door it came by (design section 6): failures are
/// throttled, accounts are never locked.
///
/// An attempt reserves a place in each of its budgets before it is judged, in one transaction on what all nodes share; so
/// however many are made at once, and wherever, no more are judged than may fail. What was right, or was not judged, gives
/// its place back. An attempt that is held up only by others which are still being judged waits for them.
public struct ThrottleGuesses: Sendable {
    let vault: any Vault
    let budgets: FailureBudgets
    private let pause: Pause
    private let waiting = Waiting()

    init(vault: any Vault, budgets: FailureBudgets, pause: @escaping Pause) {
        self.vault = vault
        self.budgets = budgets
        self.pause = pause
    }

    /// After so long, whoever reserved a place has died with it, and it counts as a failure.
    private static let lease: Duration = .seconds(30)
    /// How often, and in what distances in milliseconds, somebody looks for a place that others hold: some five seconds.
    private static let patience = 25
    private static let distance = 100.0..<300
    /// How many may wait on this node: each asks the database now and then.
    private static let most = 64

    /// Judges a guess within its budgets.
    ///
    /// - Parameter attempt: throws ``WrongGuess`` for a wrong secret; all else that it throws costs nothing.
    /// - Throws: what the attempt throws, a wrong guess' reason; ``AuthenticationFailure/throttled(_:at:)``;
    ///   ``AuthenticationFailure/overloaded(retryAfter:)``; ``StorageError``, also when a failure could not be written down:
    ///   then nobody is told that it was one.
    func callAsFunction<Value: Sendable>(
        _ guess: Guess, _ attempt: () async throws -> Value
    ) async throws -> Value {
        let keys = try await reserve(guess)
        let value: Value
        do {
            value = try await attempt()
        } catch let wrong as WrongGuess {
            try await settle(keys, isFailure: true)
            throw wrong.reason
        } catch {
            try? await settle(keys, isFailure: false)
            throw error
        }
        // What cannot be given back lapses: on the strict side.
        try? await settle(keys, isFailure: false)
        return value
    }

    /// Judges a guess at an account's second factor, by somebody who is signed in: within the account's budgets, and within
    /// that of its codes.
    func code<Value: Sendable>(
        of account: Account.ID, by client: Client, _ attempt: () async throws -> Value
    ) async throws -> Value {
        try await self(Guess(.account(account), by: client)) {
            do {
                return try await self(Guess(.code(account), by: client), attempt)
            } catch SecondFactorFailure.wrongCode {
                throw WrongGuess(SecondFactorFailure.wrongCode)
            }
        }
    }

    /// Reserves a place in each budget.
    ///
    /// - Returns: the budgets' keys.
    private func reserve(_ guess: Guess) async throws -> [String] {
        var isWaiting = false
        defer { if isWaiting { waiting.leave() } }
        for _ in 0..<Self.patience {
            // First by a read: neither floods nor those who wait write anything.
            let isHeld = try await vault.read { [budgets] in
                try Self.windows(guess, budgets, $0).contains(where: \.isHeld)
            }
            if !isHeld, let keys = try await take(guess) { return keys }
            if !isWaiting {
                guard waiting.enter(atMost: Self.most) else { break }
                isWaiting = true
            }
            try await pause(.milliseconds(.random(in: Self.distance)))
        }
        throw AuthenticationFailure.overloaded(retryAfter: .seconds(1))
    }

    /// - Returns: `nil` if others hold a place that it takes.
    private func take(_ guess: Guess) async throws -> [String]? {
        try await vault.write(.relaxed) { [budgets] transaction in
            let windows = try Self.windows(guess, budgets, transaction)
            guard !windows.contains(where: \.isHeld) else { return nil }
            let lease = try transaction.now + Self.lease
            for var window in windows.map(\.window) {
                window.pending += 1
                window.lease = max(window.lease, lease)
                try transaction.put(window)
            }
            return windows.map(\.window.key)
        }
    }

    /// A budget's window now, and whether only attempts that are still being judged stand in the way.
    private typealias Place = (window: FailureWindow, isHeld: Bool)

    /// - Throws: ``AuthenticationFailure/throttled(_:at:)`` if a budget is used up; of several, the one that opens last.
    private static func windows(
        _ guess: Guess, _ budgets: FailureBudgets, _ reading: any VaultReading
    ) throws -> [Place] {
        let now = try reading.now
        let wanted = try budgets.of(guess, reading, at: now)
        let found = try reading.failureWindows(wanted.map(\.key))
        var refusals: [RateLimiter.Refusal] = []
        // In one order everywhere, so that two transactions never wait for each other.
        let places: [Place] = wanted.sorted { $0.key < $1.key }.map { budget in
            let fresh = FailureWindow(key: budget.key, failed: 0, pending: 0, lease: now, start: now, end: now)
            let window = (found.first { $0.key == budget.key } ?? fresh).current(
                at: now, lasting: budget.limit.window)
            if window.failed >= budget.limit.points {
                refusals.append(RateLimiter.Refusal(limit: budget.limit, reset: window.end))
            }
            return (window, window.failed + window.pending >= budget.limit.points)
        }
        if let refusal = refusals.max(by: { $0.reset < $1.reset }) {
            throw AuthenticationFailure.throttled(refusal, at: now)
        }
        return places
    }

    private func settle(_ keys: [String], isFailure: Bool) async throws {
        guard !keys.isEmpty else { return }
        try await vault.write(.relaxed) { transaction in
            for key in keys { try transaction.settle(key, isFailure: isFailure) }
        }
    }

    /// How many wait on this node.
    private final class Waiting: Sendable {
        private let count = Mutex(0)

        func enter(atMost most: Int) -> Bool {
            count.withLock { count in
                guard count < most else { return false }
                count += 1
                return true
            }
        }

        func leave() {
            count.withLock { $0 -= 1 }
        }
    }
}
