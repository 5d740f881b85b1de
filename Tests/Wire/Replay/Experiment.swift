import Foundation
import SallyportCore
import TestSupport

extension HTTPClient {
    func atOnce(_ method: String, _ path: String, headers: [(String, String)], body: [UInt8]?) async throws -> HTTPAnswer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        text += "\r\n"
        let received = try await raw([Array(text.utf8) + (body ?? [])])
        guard let end = received.range(of: "\r\n\r\n") else { throw ConnectionClosed() }
        let lines = received[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = Int(lines[0].split(separator: " ")[1]) else { throw ConnectionClosed() }
        let fields = lines.dropFirst().map { line in
            let pair = line.split(separator: ":", maxSplits: 1)
            return (name: String(pair[0]), value: pair[1].trimmingCharacters(in: .whitespaces))
        }
        return HTTPAnswer(status: status, headers: fields, body: Array(received[end.upperBound...].utf8))
    }
}
