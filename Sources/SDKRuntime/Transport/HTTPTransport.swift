public import Foundation

/// The way to the server: one request out, one answer back.
///
/// ``URLSessionTransport`` is the one that apps use. Give a client another one to run over your own HTTP library, or to
/// script the server's answers in a test:
///
/// ```swift
/// struct AlwaysPong: HTTPTransport {
///     func send(_ request: TransportRequest) async throws -> TransportResponse {
///         TransportResponse(status: 200, headers: ["Content-Type": "text/plain"], body: Data("pong".utf8))
///     }
/// }
/// ```
public protocol HTTPTransport: Sendable {
    /// Sends the request and waits for the whole answer.
    ///
    /// Keep no cookies, and follow redirects to the same origin only: the request may carry a token.
    ///
    /// - Throws: any error when there is no answer. `URLError.timedOut` and `URLError.cancelled` (or `CancellationError`)
    ///   are told apart from the rest, which counts as trouble with the network.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// A request on its way out. Its description shows neither header values nor the body nor the query.
public struct TransportRequest: Sendable, Equatable {
    /// The method, in capitals.
    public var method: String
    /// Where to.
    public var url: URL
    /// The header fields.
    public var headers: HeaderFields
    /// The body; `nil` for none.
    public var body: Data?
    /// How long to wait for the answer; `nil` leaves it to the transport.
    public var timeout: Duration?
    /// How long the whole exchange may take, however slowly the answer drips; `nil` is without a limit.
    public var deadline: Duration?
    /// Whether a redirect within the origin is followed. If not, it is the answer.
    public var followsRedirects = true

    /// A request with these parts.
    public init(
        method: String = "GET", url: URL, headers: HeaderFields = [:], body: Data? = nil, timeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method) \(url.path)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// The server's answer. Its description shows neither header values nor the body.
public struct TransportResponse: Sendable, Equatable {
    /// The status code.
    public var status: Int
    /// The header fields; each cookie that is set is a line of its own.
    public var headers: HeaderFields
    /// The body, decompressed.
    public var body: Data

    /// An answer with these parts.
    public init(status: Int, headers: HeaderFields = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the status says that it went well: 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
}

extension TransportResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "status \(status), \(body.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
