import Foundation
import SallyportCore
import Synchronization
import TestSupport

/// Refused sign-ins, one after the other, the kinds interleaved by chance.
final class Attempts: Sendable {
    private let client: HTTPClient
    private let hasher: MeasuringHasher
    private let count = Mutex(0)

    init(client: HTTPClient, hasher: MeasuringHasher, people: People) {
        self.client = client
        self.hasher = hasher
    }

    /// The service times of so many attempts of each kind.
    func measure(_ rounds: Int) async throws -> Times {
        var times = Times()
        for _ in 0..<rounds {
            var round: [Kind: Double] = [:]
            for kind in Kind.allCases.shuffled() { round[kind] = try await attempt(kind) }
            times.rounds.append(round)
        }
        return times
    }

    /// - Returns: milliseconds, without the wait for a hash thread.
    private func attempt(_ kind: Kind) async throws -> Double {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let password = "wrong horse \(number)"
        let body: JSON = ["email": .string(People.address(kind, number)), "password": .string(password)]
        let address = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
        let start = ContinuousClock.now
        let answer = try await client.send("POST", "/auth/login", headers: [("X-Forwarded-For", address)], json: body)
        let took = ContinuousClock.now - start
        guard answer.status == 401 else { throw Unexpected(status: answer.status, kind: kind) }
        return (took - hasher.wait(of: password)) / .milliseconds(1)
    }

    struct Unexpected: Error {
        var status: Int
        var kind: Kind
    }
}

/// What was measured, round by round.
struct Times {
    var rounds: [[Kind: Double]] = []

    /// The largest mean difference of two kinds, with its 95 % interval, over the rounds' pairs.
    func summary(_ name: String, _ parameters: Argon2Parameters) -> String {
        var largest = (gap: 0.0, interval: 0.0, kinds: "")
        for (index, first) in Kind.allCases.enumerated() {
            for second in Kind.allCases.dropFirst(index + 1) {
                let differences = rounds.compactMap { round in
                    round[first].flatMap { value in round[second].map { value - $0 } }
                }
                let gap = differences.mean
                if abs(gap) > abs(largest.gap) {
                    let interval = 1.96 * differences.deviation / Double(differences.count).squareRoot()
                    largest = (gap, interval, "\(first.rawValue) against \(second.rawValue)")
                }
            }
        }
        let mean = rounds.flatMap(\.values).mean
        return """
            | refused sign-in, m=\(parameters.memory) t=\(parameters.time), \(name) | \(text(mean)) ms \
            | largest mean gap \(text(abs(largest.gap))) ± \(text(largest.interval)) ms (\(largest.kinds)), \
            \(rounds.count) of each | < 2 ms |
            """
    }

    private func text(_ value: Double) -> String {
        String(format: "%.2f", value)
    }
}

extension [Double] {
    fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

    fileprivate var deviation: Double {
        let mean = mean
        return count < 2 ? 0 : (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }
}
