import Logging
import SallyportCore
import ServiceLifecycle

/// Cleans up beside the requests, every 30 to 60 seconds by chance, so that nodes which started together do not meet.
struct Sweeper: Service, CustomStringConvertible {
    let core: Core
    let logger: Logger
    /// Waits: replaced in tests.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    var description: String { "Sweeper" }

    func run() async throws {
        var wasFull = false
        while !Task.isShuttingDownGracefully {
            let pause = wasFull ? Duration.seconds(1) : .seconds(Double.random(in: 30..<60))
            // Ends with the server: by cancellation.
            do {
                try await cancelWhenGracefulShutdown { [sleep] in try await sleep(pause) }
            } catch { return }
            do {
                try await core.followSecret.keepUp()
                let hasMoreTokens = try await core.sweepOneTimeTokens()
                while try await core.sweepThrottle() {}
                wasFull = try await core.sweepSessions() == SweepSessions.batch || hasMoreTokens
                // Without a pause: a flood of addresses leaves more windows than a batch a second could clear.
                while try await core.rateLimits.sweep() == RateLimits.batch {}
            } catch {
                wasFull = false
                logger.warning("Nothing could be cleaned up: \(error)")
            }
        }
    }
}
