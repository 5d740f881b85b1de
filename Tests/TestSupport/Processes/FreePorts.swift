import NIOCore
import NIOPosix

/// Ports for programs that must know theirs before they start.
package enum FreePorts {
    /// The system gave a listener no port.
    struct Missing: Error {}

    /// So many different ports on 127.0.0.1 that nobody listens on: not now, at least.
    package static func take(_ count: Int) async throws -> [Int] {
        var channels: [any Channel] = []
        for _ in 0..<count {
            channels.append(
                try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .bind(host: "127.0.0.1", port: 0).get())
        }
        let ports = channels.compactMap { $0.localAddress?.port }
        for channel in channels { try await channel.close() }
        guard ports.count == count else { throw Missing() }
        return ports
    }
}
