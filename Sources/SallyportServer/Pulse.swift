import SallyportCore
import ServiceLifecycle

/// Says that the process is alive, so that it can tell when it was not.
struct Pulse: Service, CustomStringConvertible {
    let heartbeat: Heartbeat

    var description: String { "Pulse" }

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            heartbeat.beat()
            // Ends with the server: by cancellation.
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: Heartbeat.pulse) }
            } catch { return }
        }
    }
}
