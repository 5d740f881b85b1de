import NIOCore
import NIOHTTP1
import NIOPosix
public import SallyportCore

/// An answer, with all of its header fields.
public struct HTTPAnswer: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    /// The first field of that name.
    public subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    public func all(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; null if it is none.
    public var json: JSON { (try? JSON(parsing: body)) ?? .null }

    /// `errors[0].extensions.code`
    public var errorCode: String? { json["errors"]?.array?.first?["extensions"]?["code"]?.string }

    /// The value that `Set-Cookie` gives that cookie; empty when it is cleared.
    public func cookie(_ name: String) -> String? {
        for field in all("set-cookie") where field.hasPrefix(name + "=") {
            return String(field.dropFirst(name.count + 1).prefix { $0 != ";" })
        }
        return nil
    }
}

/// A plain HTTP/1.1 client: one connection a request, no cookies, no redirects, nothing added but `Host` and the length.
public struct HTTPClient: Sendable {
    public let port: Int

    public init(port: Int) {
        self.port = port
    }

    public func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var fields = HTTPHeaders([("Host", "127.0.0.1:\(port)"), ("Connection", "close")])
            for (name, value) in headers { fields.add(name: name, value: value) }
            if let body, !fields.contains(name: "Content-Length") {
                fields.add(name: "Content-Length", value: String(body.count))
            }
            let head = HTTPRequestHead(
                version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
            // In one go: the server may have answered and closed before a second write.
            var parts: [HTTPClientRequestPart] = [.head(head)]
            if let body { parts.append(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(contentsOf: parts + [.end(nil)])
            var answer = HTTPAnswer(status: 0, headers: [], body: [])
            for try await part in inbound {
                switch part {
                case .head(let head):
                    answer.status = Int(head.status.code)
                    answer.headers = head.headers.map { ($0.name, $0.value) }
                case .body(let buffer): answer.body += buffer.readableBytesView
                case .end: return answer
                }
            }
            throw ConnectionClosed()
        }
    }

    /// Sends JSON.
    public func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], json: JSON
    ) async throws -> HTTPAnswer {
        try await send(
            method, path, headers: headers + [("Content-Type", "application/json")], body: json.bytes)
    }

    /// The server closed the connection without an answer.
    public struct ConnectionClosed: Error {}

    /// Sends bytes as they are and returns all that comes back until the server closes the connection.
    public func raw(_ chunks: [[UInt8]]) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            for chunk in chunks { try await outbound.write(ByteBuffer(bytes: chunk)) }
            var received: [UInt8] = []
            do {
                for try await buffer in inbound { received += buffer.readableBytesView }
            } catch is IOError {
                // Reset by the server: what came before counts.
            }
            return String(decoding: received, as: UTF8.self)
        }
    }
}
