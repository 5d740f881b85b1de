import NIOCore
import NIOPosix

/// Stands between clients and a server like a pooler that shares connections, as far as a client can tell: the process
/// id that it announces is of its own making, as PgBouncer's is.
package enum PostgreSQLPooler {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Lets connections through to the server while the body runs.
    ///
    /// - Parameter body: is given the port to connect to.
    package static func use<Value: Sendable>(
        before server: PostgreSQLServer, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> Value {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await listener.executeThenClose { clients in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    await withDiscardingTaskGroup { connections in
                        do {
                            for try await client in clients {
                                // A connection that breaks is a client's business.
                                connections.addTask { try? await join(client, to: server.port) }
                            }
                        } catch {}
                    }
                }
                defer { tasks.cancelAll() }
                return try await body(port)
            }
        }
    }

    private static func join(_ client: Connection, to port: Int) async throws {
        let server = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        try await client.executeThenClose { fromClient, toClient in
            try await server.executeThenClose { fromServer, toServer in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { for try await bytes in fromClient { try await toServer.write(bytes) } }
                    tasks.addTask {
                        for try await bytes in fromServer { try await toClient.write(disguised(bytes)) }
                    }
                    // Whichever side ends, ends the other.
                    try await tasks.next()
                    tasks.cancelAll()
                }
            }
        }
    }

    /// Changes the process id in `BackendKeyData`: «K», the length 12, the process id, the key.
    private static func disguised(_ bytes: ByteBuffer) -> ByteBuffer {
        var bytes = bytes
        let start = Array(bytes.readableBytesView)
        guard let key = start.firstRange(of: [0x4B, 0, 0, 0, 12])?.upperBound, start.count >= key + 4 else {
            return bytes
        }
        bytes.setInteger(start[key + 3] ^ 1, at: bytes.readerIndex + key + 3)
        return bytes
    }
}
