/// What a session asks of the server: how to get new tokens, and how to end.
package protocol SessionServer: Sendable {
    /// The SDK's error.
    associatedtype Failure: SessionFailure

    /// The origin that this server's tokens belong to.
    var origin: String { get }

    /// Asks for new tokens in exchange for these. Their login stays the same.
    ///
    /// - Parameter time: how the server's clock stands to this device's, for what the answer says about times.
    func refresh(_ data: AuthenticationData, time: ServerTime) async -> RefreshAnswer<Failure>

    /// Ends the session on the server. Returns when the session surely is no more, whoever ended it.
    func revoke(_ data: AuthenticationData) async throws(Failure)
}

/// What came of asking for new tokens.
package enum RefreshAnswer<Failure: SessionFailure>: Sendable {
    /// New tokens, and what is now known of the server's clock.
    case refreshed(AuthenticationData, ServerTime)
    /// The server has said definitely that the session is no more.
    case ended(SignOutReason, Failure)
    /// Anything else: no network, an overloaded server, an answer that is none. The session lives.
    case failed(Failure)
}

/// What a session needs of an SDK's error.
package protocol SessionFailure: Error, Sendable {
    /// The caller was cancelled.
    static var cancelled: Self { get }

    /// A later login or logout made the outcome worthless.
    static var superseded: Self { get }

    /// The storage cannot be read or written now.
    static func storageUnavailable(_ cause: any Error) -> Self

    /// How long the server asks to wait.
    var retryAfter: Duration? { get }

    /// Whether the server answered, but is overloaded or broken: asking again at once makes it worse.
    var isOverload: Bool { get }
}
