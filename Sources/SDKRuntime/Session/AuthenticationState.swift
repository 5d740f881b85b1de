/// Whether somebody is signed in. There is no second source of this truth.
public enum AuthenticationState: Sendable, Equatable {
    /// The storage has not answered yet; say nothing to the user.
    case loading
    /// Somebody is signed in.
    case signedIn(Freshness)
    /// Nobody is signed in, and why.
    case signedOut(SignOutReason)

    /// Whether the server would accept the session right now.
    public enum Freshness: Sendable, Equatable {
        /// The access token is good, as far as is known.
        case fresh
        /// The access token has expired and the server could not be asked for another one yet (no network, an overloaded
        /// server). The session lives: show what you have, and expect requests to fail.
        case stale
    }
}

/// Why nobody is signed in.
public struct SignOutReason: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The storage holds no session.
    public static let noSession = SignOutReason(rawValue: "noSession")
    /// `logout` was called, or the token was taken away with `setToken(nil)`.
    public static let loggedOut = SignOutReason(rawValue: "loggedOut")
    /// Another process or another client emptied the storage.
    public static let elsewhere = SignOutReason(rawValue: "elsewhere")
    /// The server says that the session has ended: it expired, or was revoked.
    public static let ended = SignOutReason(rawValue: "ended")
    /// The server says that the account is suspended.
    public static let suspended = SignOutReason(rawValue: "suspended")
    /// The server does not recognise the token: it is damaged, or of another server.
    public static let tokenRefused = SignOutReason(rawValue: "tokenRefused")

    public var description: String { rawValue }
}
