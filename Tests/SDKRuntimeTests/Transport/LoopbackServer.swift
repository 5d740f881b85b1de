import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A real server on a free port of 127.0.0.1, which sends byte for byte what the test says. A thread for each
/// connection: it must not borrow one of those that tests run on.
final class LoopbackServer: Sendable {
    /// A request as it came in.
    struct Request: Sendable {
        var method: String
        /// Path and query, as they stood in the first line.
        var target: String
        /// The lines of the header.
        var lines: [(name: String, value: String)]
        var body: Data

        /// Every value of that name, whatever its case.
        func values(_ name: String) -> [String] {
            lines.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    /// What is sent back.
    struct Reply: Sendable {
        var bytes: Data
        /// Whether the connection ends with it.
        var closes = false

        /// These bytes, and then the end of the connection.
        static func broken(_ bytes: String) -> Reply {
            Reply(bytes: Data(bytes.utf8), closes: true)
        }

        /// Nothing at all, until the other side hangs up.
        static let silence = Reply(bytes: Data())

        /// A whole answer.
        static func answer(
            _ status: Int = 200, _ headers: KeyValuePairs<String, String> = [:], body: Data = Data()
        ) -> Reply {
            var text = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
            for (name, value) in headers { text += "\(name): \(value)\r\n" }
            return Reply(bytes: Data((text + "\r\n").utf8) + body)
        }
    }

    /// A call to the system failed.
    struct Failure: Error {
        var call: String
        var code = errno
    }

    typealias Handler = @Sendable (Request) -> Reply

    private struct State {
        var requests: [Request] = []
        var connections: Set<Int32> = []
        var hangUps = 0
        var watchers: [(isReady: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let socket: Int32
    private let handler: Handler
    let port: UInt16

    init(_ handler: @escaping Handler) throws {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        self.handler = handler
        socket = Self.closingOnExec(systemSocket(kind))
        guard socket >= 0 else { throw Failure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [socket] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 128) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard isBound else { throw Failure(call: "bind") }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self, socket] in
            while true {
                let connection = Self.closingOnExec(accept(socket, nil, nil))
                if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard connection >= 0, let self else { break }
                Thread.detachNewThread { self.serve(connection) }
            }
            close(socket)
        }
    }

    deinit {
        stop()
    }

    /// Ends it: no connection is taken any more, and those that are open are cut.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(socket, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    /// The URL of a path and query, which must be written as they shall be sent.
    func url(_ target: String = "/") -> URL {
        URL(string: "http://127.0.0.1:\(port)\(target)") ?? URL(filePath: "/")
    }

    /// What was asked so far.
    var requests: [Request] { state.withLock { $0.requests } }

    /// Waits until so many requests have come in.
    func requests(atLeast count: Int) async {
        await wait { $0.requests.count >= count }
    }

    /// Waits until so many clients have hung up.
    func hangUps(atLeast count: Int) async {
        await wait { $0.hangUps >= count }
    }

    private func wait(until isReady: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            change { $0.watchers.append((isReady, continuation)) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            let now = state
            state.watchers.removeAll { $0.isReady(now) }
            return now.watchers.filter { $0.isReady(now) }.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    // MARK: A connection

    private func serve(_ connection: Int32) {
        change { $0.connections.insert(connection) }
        var unread = Data()
        while let request = Self.read(from: connection, &unread) {
            change { $0.requests.append(request) }
            let reply = handler(request)
            guard Self.send(reply.bytes, to: connection), !reply.closes else { break }
        }
        change { state in
            state.connections.remove(connection)
            state.hangUps += 1
            close(connection)
        }
    }

    /// The next request; `nil` when the client has hung up.
    private static func read(from connection: Int32, _ unread: inout Data) -> Request? {
        let end = Data("\r\n\r\n".utf8)
        while unread.range(of: end) == nil {
            guard let more = receive(from: connection) else { return nil }
            unread += more
        }
        guard let range = unread.range(of: end) else { return nil }
        var lines = String(decoding: unread[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        unread = Data(unread[range.upperBound...])
        let first = lines.removeFirst().components(separatedBy: " ")
        let fields = lines.map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (
                name: String(line[..<colon]),
                value: line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
            )
        }
        var request = Request(method: first[0], target: first.count > 1 ? first[1] : "", lines: fields, body: Data())
        if request.values("Expect").contains("100-continue") {
            _ = send(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: connection)
        }
        let length = request.values("Content-Length").first.flatMap(Int.init) ?? 0
        while unread.count < length {
            guard let more = receive(from: connection) else { return nil }
            unread += more
        }
        request.body = Data(unread.prefix(length))
        unread = Data(unread.dropFirst(length))
        return request
    }

    private static func receive(from connection: Int32) -> Data? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            return count > 0 ? Data(buffer[..<count]) : nil
        }
    }

    private static func send(_ bytes: Data, to connection: Int32) -> Bool {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        return bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var sent = 0
            while sent < bytes.count {
                let count = systemSend(connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                sent += count
            }
            return true
        }
    }

    /// No child of the tests shall hold a connection open.
    private static func closingOnExec(_ descriptor: Int32) -> Int32 {
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    }
}

/// The server has members of these names.
private func systemSocket(_ kind: Int32) -> Int32 {
    socket(AF_INET, kind, 0)
}

private func systemSend(_ socket: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(socket, bytes, count, flags)
}
