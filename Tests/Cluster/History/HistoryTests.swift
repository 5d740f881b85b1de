import Foundation
import TestSupport
import Testing

/// Clients that sign in, refresh, sign out, change passwords and use what they have, on three nodes at once: what they
/// were told must have one explanation.
///
/// `SALLYPORT_HISTORY_SEED=17 Scripts/test --filter HistoryTests` runs one seed again.
@Suite("Histories of several clients on three nodes", .timeLimit(.minutes(5)))
struct HistoryTests {
    private static let seeds: [UInt64] = {
        let wanted = ProcessInfo.processInfo.environment["SALLYPORT_HISTORY_SEED"].flatMap(UInt64.init)
        return wanted.map { [$0] } ?? Array(0..<240)
    }()

    /// What must have happened often.
    private static let kinds = [
        "login accepted", "refresh accepted", "refresh refused", "logout accepted", "use accepted", "use refused",
        "changePassword accepted",
    ]

    @Test("each has an order of events that explains it")
    func explained() async throws {
        try await LocalNodes.use { cluster in
            var counts: [String: Int] = [:]
            for seed in Self.seeds {
                let history = try await ClientScript(seed: seed, on: cluster).run()
                for violation in HistoryChecker(history: history).violations() {
                    let text = history.sorted { $0.begun < $1.begun }.map(\.description).joined(separator: "\n")
                    Issue.record(
                        "seed \(seed): \(violation)\nAgain: SALLYPORT_HISTORY_SEED=\(seed)\n\(text)")
                }
                for event in history { counts[event.kind, default: 0] += 1 }
            }
            let summary = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            print("Histories: \(summary.joined(separator: ", ")).")
            // A script that does nothing would have nothing to explain.
            if Self.seeds.count > 1 {
                for kind in Self.kinds { #expect(counts[kind, default: 0] >= 10, "\(kind)") }
                #expect(counts.filter { $0.key.hasSuffix("unknown") }.isEmpty)
            }
        }
    }
}

extension HistoryEvent {
    /// In words: `refresh accepted`.
    fileprivate var kind: String {
        let name =
            switch action {
            case .login: "login"
            case .refresh: "refresh"
            case .logout: "logout"
            case .use: "use"
            case .changePassword: "changePassword"
            }
        return switch answer {
        case .accepted: "\(name) accepted"
        case .refused: "\(name) refused"
        case .unknown: "\(name) unknown"
        }
    }
}
