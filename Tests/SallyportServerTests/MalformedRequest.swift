import Foundation
import SallyportCore
import Testing

/// A request that nobody should send, and what it gets.
struct MalformedRequest: Sendable, CustomTestStringConvertible {
    enum Expectation: Sendable, Hashable {
        /// Directus' error envelope with that status and code (Directus spec sections 0.2 and 12).
        case refused(Int, String)
        /// Not HTTP: a bare 400 from below the door (RFC 9112 sections 2.2, 3, 5, 6.3), and the connection closed.
        case bare
        /// That status from a page, or without a body.
        case status(Int)
    }

    var name: String
    var bytes: [UInt8]
    var expectation: Expectation

    var testDescription: String { name }

    static let invalidPayload = Expectation.refused(400, "INVALID_PAYLOAD")
    static let invalidCredentials = Expectation.refused(401, "INVALID_CREDENTIALS")
    static let notFound = Expectation.refused(404, "ROUTE_NOT_FOUND")

    static let all: [MalformedRequest] =
        brokenJSON + brokenText + wrongTypes + wrongEncodings + otherEndpoints + requestLines + headerFields + lengths
        + chunks + targets + queries + methods + credentials + forms

    /// A request with a head that is in order.
    static func request(
        _ name: String, _ method: String = "POST", _ target: String = "/auth/login", _ fields: [String] = [],
        body: [UInt8] = [], gets expectation: Expectation
    ) -> MalformedRequest {
        let isLengthTold = fields.contains { $0.lowercased().hasPrefix("content-length") || $0.contains("chunked") }
        let head =
            ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"] + fields
            + (body.isEmpty || isLengthTold ? [] : ["Content-Length: \(body.count)"])
        return MalformedRequest(
            name: name, bytes: Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body,
            expectation: expectation)
    }

    /// A body for the sign-in, that says it is JSON.
    static func json(_ name: String, _ body: [UInt8], gets expectation: Expectation = invalidPayload)
        -> MalformedRequest
    {
        request(name, "POST", "/auth/login", ["Content-Type: application/json"], body: body, gets: expectation)
    }

    static func json(_ name: String, _ body: String, gets expectation: Expectation = invalidPayload) -> MalformedRequest
    {
        json(name, Array(body.utf8), gets: expectation)
    }

    /// Bytes that are no request.
    static func garbage(_ name: String, _ text: String) -> MalformedRequest {
        MalformedRequest(name: name, bytes: Array(text.utf8), expectation: .bare)
    }
}

/// What a server answered, as far as a test of bad input looks at it.
struct RawAnswer: Hashable {
    var status: Int
    var code: String?
    var body: String

    /// The first answer in a stream of bytes; `nil` if there is none.
    init?(_ outcome: RawConnection.Outcome) {
        let text = outcome.text
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)),
            let end = text.range(of: "\r\n\r\n")
        else { return nil }
        self.status = status
        body = String(text[end.upperBound...])
        code = (try? JSON(parsing: body.utf8))?["errors"]?.array?.first?["extensions"]?["code"]?.string
    }
}
