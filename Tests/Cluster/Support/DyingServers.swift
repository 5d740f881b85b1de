import NIOCore
import NIOPosix
import Synchronization

/// Servers that are well when asked for their health, and close the connection over every POST without a word: as nodes
/// that die over it.
final class DyingServers: Sendable {
    let ports: [Int]
    private let listeners: [any Channel]
    private let counter: Counter

    private final class Counter: Sendable {
        let posts = Mutex(0)
    }

    /// How many POSTs came in.
    var posts: Int { counter.posts.withLock { $0 } }

    init(_ count: Int) async throws {
        let counter = Counter()
        var listeners: [any Channel] = []
        for _ in 0..<count {
            listeners.append(
                try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .childChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(Handler(counter))
                        }
                    }
                    .bind(host: "127.0.0.1", port: 0).get())
        }
        self.counter = counter
        self.listeners = listeners
        ports = listeners.compactMap { $0.localAddress?.port }
    }

    func stop() async throws {
        for listener in listeners { try await listener.close() }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let counter: Counter

        init(_ counter: Counter) {
            self.counter = counter
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            guard !text.hasPrefix("POST ") else {
                counter.posts.withLock { $0 += 1 }
                return context.close(promise: nil)
            }
            let answer = ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
            context.close(promise: nil)
        }
    }
}
