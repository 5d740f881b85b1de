import Logging
import SallyportCore
import ServiceLifecycle

/// Sends mail beside the requests: at once when this node has queued any, and every few seconds what another has left.
struct Postman: Service {
    let deliver: DeliverMail
    let signal: MailSignal
    let logger: Logger
    /// Says at the start whether mail can be sent (`EMAIL_VERIFY_SETUP`); does nothing if it is not to be asked.
    let check: @Sendable () async -> Void

    /// By chance, so that nodes which started together do not meet.
    private static let rounds = 2.0..<5.0
    /// After a few letters that were not taken, the next waits: a mail server that is away is not asked for each of a
    /// thousand letters.
    private static let longestPause: Duration = .seconds(30)

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await check() }
            group.addTask { await tick() }
            group.addTask { await work() }
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }

    private func tick() async {
        while !Task.isCancelled {
            signal.raise()
            try? await Task.sleep(for: .seconds(Double.random(in: Self.rounds)))
        }
    }

    private func work() async {
        var failures = 0
        var isCutOff = false
        for await _ in signal.moments {
            do {
                var isWorking = true
                while isWorking, !Task.isCancelled {
                    let outcome = try await deliver()
                    isCutOff = false
                    switch outcome {
                    case .idle: isWorking = false
                    case .done: failures = 0
                    case .failed:
                        failures += 1
                        guard failures > 3 else { continue }
                        try await Task.sleep(for: min(.seconds(1 << min(failures - 4, 5)), Self.longestPause))
                    case .limited(let wait): try await Task.sleep(for: wait)
                    }
                }
            } catch {
                guard !Task.isCancelled else { return }
                // Once, however long the database is away.
                if !isCutOff { logger.warning("The mail queue cannot be looked at: \(error)") }
                isCutOff = true
            }
        }
    }
}
