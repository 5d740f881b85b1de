import SallyportCore
import TestSupport

/// A client as it should be: when a connection breaks, or an answer is 502, 503 or 504, it tries again with the token that
/// it has.
struct PatientClient: Sendable {
    var visitor: Visitor
    /// For how long.
    var patience: Duration = .seconds(40)

    /// It has tried for long enough.
    struct GivenUp: Error, CustomStringConvertible {
        let last: String
        var description: String { "nobody answered for too long; the last thing was: \(last)" }
    }

    /// Refreshes, and keeps what comes back.
    @discardableResult
    mutating func refresh() async throws -> HTTPAnswer {
        let answer = try await persist { [visitor] in try await visitor.refreshing() }
        if let fresh = Visitor(visitor.client, visitor.mode, keeping: answer) { visitor = fresh }
        return answer
    }

    func readSelf() async throws -> HTTPAnswer {
        try await persist { try await visitor.readSelf() }
    }

    func signOut() async throws -> HTTPAnswer {
        try await persist { try await visitor.signOut() }
    }

    /// Asks until there is an answer of a node that can answer.
    private func persist(_ ask: @Sendable () async throws -> HTTPAnswer) async throws -> HTTPAnswer {
        let start = ContinuousClock.now
        while true {
            let last: String
            do {
                let answer = try await ask()
                guard [502, 503, 504].contains(answer.status) else { return answer }
                last = "\(answer.status) \(answer.text)"
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                last = "\(error)"
            }
            guard ContinuousClock.now - start < patience else { throw GivenUp(last: last) }
            // What a client waits between two tries.
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
