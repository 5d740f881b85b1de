import Foundation
import Glibc

/// A connection as a careless or hostile client has it: bytes as they are, at its own pace.
struct RawConnection: Sendable {
    /// What the client does, one after the other.
    enum Step: Sendable {
        case send([UInt8])
        /// The same bytes again and again, until the server closes the connection.
        case drip([UInt8])
        /// Waits as long as between two drips.
        case pause
        /// Waits until the server has said something.
        case hear
        /// Sends no more, but still listens.
        case finish
        /// Is gone.
        case hangUp
    }

    /// What the client saw.
    struct Outcome: Sendable {
        var received: [UInt8] = []
        /// Whether the server closed the connection, or reset it.
        var isClosed = false
        var duration: Duration = .zero

        var text: String { String(decoding: received, as: UTF8.self) }
    }

    /// So long is the time between two drips.
    private static let rhythm: Int32 = 20

    let port: Int
    /// After that, a client gives up on a server that does not close the connection.
    var patience: Duration = .seconds(20)

    func perform(_ steps: [Step]) async -> Outcome {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: exchange(steps)) }.start()
        }
    }

    /// Sends the same request again and again and takes no answer.
    ///
    /// - Returns: whether the server cut the connection.
    func takingNothing(_ request: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: isCut(sending: request)) }.start()
        }
    }

    private func isCut(sending request: [UInt8]) -> Bool {
        let socket = connected()
        defer { close(socket) }
        let clock = ContinuousClock()
        let start = clock.now
        var pending = request[...]
        while clock.now - start < patience {
            var event = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            guard poll(&event, 1, Self.rhythm) > 0 else { continue }
            if Int32(event.revents) & (POLLERR | POLLHUP) != 0 { return true }
            let count = pending.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno != EAGAIN { return true }
            if count > 0 { pending = count == pending.count ? request[...] : pending.dropFirst(count) }
        }
        return false
    }

    private func exchange(_ steps: [Step]) -> Outcome {
        let socket = connected()
        defer { close(socket) }
        let clock = ContinuousClock()
        let start = clock.now
        var outcome = Outcome()
        var script = steps[...]
        var pending: ArraySlice<UInt8> = []
        while !outcome.isClosed, clock.now - start < patience {
            var timeout: Int32 = pending.isEmpty && script.isEmpty ? 100 : 0
            if pending.isEmpty, let step = script.first {
                switch step {
                case .send(let bytes):
                    pending = bytes[...]
                    script.removeFirst()
                case .drip(let bytes):
                    pending = bytes[...]
                    timeout = Self.rhythm
                case .pause:
                    timeout = Self.rhythm
                    script.removeFirst()
                case .hear:
                    timeout = Self.rhythm
                    if !outcome.received.isEmpty { script.removeFirst() }
                case .finish:
                    shutdown(socket, Int32(SHUT_WR))
                    script.removeFirst()
                case .hangUp: return outcome
                }
            }
            receive(socket, waiting: timeout, &outcome)
            if !outcome.isClosed, !pending.isEmpty { send(&pending, socket, &outcome) }
        }
        outcome.duration = clock.now - start
        return outcome
    }

    private func connected() -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(status == 0, "nobody listens on port \(port)")
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        return socket
    }

    private func receive(_ socket: Int32, waiting timeout: Int32, _ outcome: inout Outcome) {
        var event = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&event, 1, timeout) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count > 0 {
            outcome.received += buffer[..<count]
        } else if count == 0 || errno != EAGAIN {
            outcome.isClosed = true
        }
    }

    private func send(_ pending: inout ArraySlice<UInt8>, _ socket: Int32, _ outcome: inout Outcome) {
        var event = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&event, 1, Self.rhythm) > 0 else { return }
        let count = pending.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count >= 0 {
            pending = pending.dropFirst(count)
        } else if errno != EAGAIN {
            // The server listens no more; what it said before can still be read.
            pending = []
        }
    }
}
