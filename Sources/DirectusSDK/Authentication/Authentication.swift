public import Foundation
public import SDKRuntime

/// Where a client's requests get their credentials from: ``Anonymous``, ``StaticToken`` or ``Session``.
public protocol Authentication: Sendable {
    /// What a request to this URL goes out with.
    ///
    /// - Throws: ``DirectusError`` when there should be credentials and there are none to be had now; the request is then
    ///   not sent. It never goes out anonymous by accident.
    func credentials(for url: URL) async throws(DirectusError) -> RequestCredentials

    /// What to repeat a request with that the server refused; `nil` to leave it at that.
    func credentials(
        replacing refused: RequestCredentials, for url: URL
    ) async throws(DirectusError) -> RequestCredentials?

    /// Sees each answer, to learn the server's clock.
    func observe(_ response: TransportResponse) async
}

/// What a request proves its sender with. Its description shows no token.
public struct RequestCredentials: Sendable {
    /// The token for `Authorization: Bearer`.
    public let bearer: String?
    /// The value for `Cookie`.
    public let cookie: String?
    let source: AuthenticationData?

    /// Credentials with these parts; nothing at all is anonymous.
    public init(bearer: String? = nil, cookie: String? = nil) {
        self.init(bearer: bearer, cookie: cookie, source: nil)
    }

    init(bearer: String?, cookie: String?, source: AuthenticationData?) {
        self.bearer = bearer
        self.cookie = cookie
        self.source = source
    }
}

extension RequestCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { bearer == nil && cookie == nil ? "anonymous" : "redacted" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["credentials": description]) }
}

/// Requests go out without credentials.
public struct Anonymous: Authentication {
    public func credentials(for url: URL) async throws(DirectusError) -> RequestCredentials { RequestCredentials() }

    public func credentials(
        replacing refused: RequestCredentials, for url: URL
    ) async throws(DirectusError) -> RequestCredentials? { nil }

    public func observe(_ response: TransportResponse) async {}
}
