import CCurl
import Foundation

/// What libcurl asks and tells while it works: it wants the next piece of a letter, says what the server said, and asks
/// whether to go on. It does so on the thread that waits for libcurl, and there alone.
final class SMTPSource {
    /// The letter. libcurl sees to lines that begin with a dot, and ends it (RFC 5321 section 4.5.2).
    var bytes: [UInt8] = []
    /// How much of it libcurl has taken.
    private(set) var position = 0
    /// What stood before the words of the server's last reply with each number (RFC 3463 section 2): `5.1.1` with 550. The
    /// last of all may be its goodbye.
    private(set) var enhancedCodes: [Int: String] = [:]
    private let cancellation: Cancellation

    init(_ cancellation: Cancellation) {
        self.cancellation = cancellation
    }

    static let read: sallyport_curl_reader = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        return Unmanaged<SMTPSource>.fromOpaque(context).takeUnretainedValue()
            .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }

    static let listen: sallyport_curl_listener = { line, size, count, context in
        guard let line, let context else { return 0 }
        Unmanaged<SMTPSource>.fromOpaque(context).takeUnretainedValue()
            .listen(String(decoding: UnsafeRawBufferPointer(start: line, count: size * count), as: UTF8.self))
        return size * count
    }

    static let watch: sallyport_curl_watcher = { context, _, _, _, _ in
        guard let context else { return 0 }
        return Unmanaged<SMTPSource>.fromOpaque(context).takeUnretainedValue().cancellation.isCancelled ? 1 : 0
    }

    private func listen(_ line: String) {
        guard let reply = Int(line.prefix(3)) else { return }
        enhancedCodes[reply] = line.dropFirst(4).prefixMatch(of: /([245]\.\d{1,3}\.\d{1,3})\s/).map { String($0.1) }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = bytes[position...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        position += piece.count
        return piece.count
    }
}
