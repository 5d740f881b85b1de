import ServiceLifecycle

/// Keeps connections to the database open (`DB_POOL__MIN`): made when the server starts, and again soon after they were
/// lost, so that no request waits for one to be made.
struct ConnectionKeeper: Service, CustomStringConvertible {
    let keep: @Sendable () -> Void

    var description: String { "ConnectionKeeper" }

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            keep()
            // Ends with the server: by cancellation.
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(10)) }
            } catch { return }
        }
    }
}
