import Logging
import SallyportCore
import ServiceLifecycle

/// Sends mail beside the requests: soon when this node has queued any, and every few seconds what another has left.
struct Postman: Service, CustomStringConvertible {
    let deliver: DeliverMail
    let signal: MailSignal
    let logger: Logger
    /// How long he takes to set out, by chance: what is written right after a request does not show by its time whether that
    /// request brought him anything to do (security.md 3f.12).
    let delay: Range<Double>
    /// What comes before the first letter.
    let start: @Sendable () async -> Void

    var description: String { "Postman" }

    /// By chance, so that nodes which started together do not meet.
    private static let rounds = 2.0..<5.0
    /// While nobody takes letters, none is tried: a mail server that is away is not asked for each of a thousand.
    private static let longestPause: Duration = .seconds(30)
    /// How long the letter that is on its way may still take when the server stops; sent twice is worse than a late stop.
    private static let farewell: Duration = .seconds(10)

    private enum Part {
        case start, ticker, work, farewell
    }

    func run() async throws {
        await withTaskGroup(of: Part.self) { group in
            group.addTask {
                await start()
                return .start
            }
            group.addTask {
                await tick()
                return .ticker
            }
            group.addTask {
                await work()
                return .work
            }
            try? await gracefulShutdown()
            // He sees it, and goes home.
            signal.raise()
            group.addTask {
                try? await Task.sleep(for: Self.farewell)
                return .farewell
            }
            for await part in group where part == .work || part == .farewell { break }
            group.cancelAll()
        }
    }

    private func tick() async {
        // Ends with the server: gracefully, or by cancellation.
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            signal.raise()
            try? await pause(.seconds(Double.random(in: Self.rounds)))
        }
    }

    /// Ends early when the server stops.
    private func pause(_ duration: Duration) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
    }

    private func work() async {
        var failures = 0
        var isCutOff = false
        for await _ in signal.moments {
            do {
                if !delay.isEmpty { try await pause(.seconds(Double.random(in: delay))) }
                var isWorking = true
                while isWorking, !Task.isShuttingDownGracefully, !Task.isCancelled {
                    let outcome = try await deliver()
                    isCutOff = false
                    switch outcome {
                    case .idle: isWorking = false
                    case .sent: failures = 0
                    case .passedOver: break
                    case .failed:
                        failures += 1
                        try await pause(min(.seconds(1 << min(failures - 1, 5)), Self.longestPause))
                    case .limited(let wait): try await pause(wait)
                    }
                }
            } catch {
                // Once, however long the database is away.
                if !isCutOff, !(error is CancellationError) {
                    logger.warning("The mail queue cannot be looked at: \(error)")
                }
                isCutOff = true
            }
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
        }
    }
}
