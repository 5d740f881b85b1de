import Synchronization
import Testing

/// How many cases stand how.
struct Tally: Sendable {
    private(set) var agreeing = 0
    private(set) var differing = 0

    mutating func count(_ verdict: Verdict) {
        switch verdict {
        case .agrees: agreeing += 1
        case .differs: differing += 1
        }
    }

    static func += (tally: inout Tally, other: Tally) {
        tally.agreeing += other.agreeing
        tally.differing += other.differing
    }

    /// What the tests print at their end.
    func summary(pending: [Pending.Subject: Int]) -> String {
        let total = pending.values.reduce(0, +)
        let head = "wire: \(agreeing) agree, \(differing) differ on purpose, \(total) pending"
        let subjects = Pending.Subject.allCases.compactMap { subject in
            pending[subject].map { "  \($0) pending: \(subject.rawValue)" }
        }
        return ([head] + subjects).joined(separator: "\n")
    }
}

/// Prints the summary of a suite's replays once all have ended.
struct PrintingSummary: SuiteTrait, TestScoping {
    /// What the replays of this suite have counted so far.
    @TaskLocal static var counted: Counted?

    /// Of replays that run at the same time.
    final class Counted: Sendable {
        private let tally = Mutex(Tally())

        var total: Tally { tally.withLock { $0 } }

        func add(_ other: Tally) {
            tally.withLock { $0 += other }
        }
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let counted = Counted()
        try await Self.$counted.withValue(counted) { try await function() }
        let pending = try Recordings.read().all.compactMap(Pending.subject)
        print(counted.total.summary(pending: Dictionary(grouping: pending) { $0 }.mapValues(\.count)))
    }
}

extension Trait where Self == PrintingSummary {
    /// Prints `wire: N agree, N differ on purpose, N pending` at the end.
    static var printingSummary: Self { PrintingSummary() }
}
