import Logging
import SallyportCore
import ServiceLifecycle

/// Tells other nodes beside the requests what this one has counted, several times a second, while there is anything to tell.
struct RateLimitExchange: Service, CustomStringConvertible {
    let limits: RateLimits
    let logger: Logger

    /// By chance, so that nodes do not meet at the same row again and again.
    private static let pause = 100...250

    var description: String { "RateLimitExchange" }

    func run() async throws {
        var isCutOff = false
        while !Task.isShuttingDownGracefully {
            let pause = isCutOff ? Duration.seconds(1) : .milliseconds(Int.random(in: Self.pause))
            // Ends with the server: by cancellation.
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch { return }
            do {
                var told = 0
                repeat {
                    told = try await limits.exchange()
                    if isCutOff, told > 0 {
                        isCutOff = false
                        logger.info("Rate limits are shared with other nodes again.")
                    }
                } while told == RateLimits.batch
            } catch {
                if !isCutOff {
                    logger.warning("Rate limits are not shared with other nodes; this one goes on by itself: \(error)")
                }
                isCutOff = true
            }
        }
    }
}
