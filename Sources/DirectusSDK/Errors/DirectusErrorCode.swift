extension DirectusError {
    /// What went wrong: the server's code in capitals, or one of this library's own in small letters. The set is open:
    /// a server may send codes that are not here.
    public struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public init(stringLiteral value: String) {
            rawValue = value
        }

        public var description: String { rawValue }
    }
}

/// The server's codes (`specs/directus.md` 12).
extension DirectusError.Code {
    /// Wrong e-mail or password, an account that is not active, a session that is no more.
    public static let invalidCredentials: Self = "INVALID_CREDENTIALS"
    /// A one-time password is needed, or the one that was sent is wrong.
    public static let invalidOTP: Self = "INVALID_OTP"
    /// The account is suspended; only a refresh says so.
    public static let userSuspended: Self = "USER_SUSPENDED"
    /// The access token has expired. You see it only with a token of your own: the session refreshes.
    public static let tokenExpired: Self = "TOKEN_EXPIRED"
    /// The server does not recognise the token.
    public static let invalidToken: Self = "INVALID_TOKEN"
    /// The address may not use this account.
    public static let invalidIP: Self = "INVALID_IP"
    /// The account belongs to another provider.
    public static let invalidProvider: Self = "INVALID_PROVIDER"
    /// The account may not do this, or what was asked for does not exist.
    public static let forbidden: Self = "FORBIDDEN"
    /// What was sent is not what the server expects; the message says what is.
    public static let invalidPayload: Self = "INVALID_PAYLOAD"
    /// The query is not one.
    public static let invalidQuery: Self = "INVALID_QUERY"
    /// The invitation was used or withdrawn.
    public static let invalidInvite: Self = "INVALID_INVITE"
    /// A value does not meet its rule, a password for example.
    public static let failedValidation: Self = "FAILED_VALIDATION"
    /// Another record has this value.
    public static let recordNotUnique: Self = "RECORD_NOT_UNIQUE"
    /// The server knows no such path.
    public static let routeNotFound: Self = "ROUTE_NOT_FOUND"
    /// Too many requests; see ``DirectusError/retryAfter``.
    public static let requestsExceeded: Self = "REQUESTS_EXCEEDED"
    /// The GraphQL document is not valid.
    public static let graphQLValidation: Self = "GRAPHQL_VALIDATION"
    /// The server failed.
    public static let internalServerError: Self = "INTERNAL_SERVER_ERROR"
    /// The server, or something that it needs, is not available now.
    public static let serviceUnavailable: Self = "SERVICE_UNAVAILABLE"
}

/// This library's own codes.
extension DirectusError.Code {
    /// The server cannot be reached.
    public static let network: Self = "network"
    /// The server did not answer in time.
    public static let timedOut: Self = "timedOut"
    /// The task was cancelled. (`CancellationError` cannot be thrown as a ``DirectusError``.)
    public static let cancelled: Self = "cancelled"
    /// Something answered, but not as Directus does: a proxy's page, half an answer, a redirect to another host.
    public static let invalidResponse: Self = "invalidResponse"
    /// The answer is fine and does not fit the type that it was to be read as.
    public static let decodingFailed: Self = "decodingFailed"
    /// An argument cannot be sent; nothing was.
    public static let invalidArgument: Self = "invalidArgument"
    /// The session's storage cannot be read or written now. Nobody is signed out by it.
    public static let storageUnavailable: Self = "storageUnavailable"
    /// Nobody is signed in, and what was asked for needs somebody.
    public static let notSignedIn: Self = "notSignedIn"
    /// The server set a cookie that may not be kept, so the login came to nothing; the message says why.
    public static let cookieRefused: Self = "cookieRefused"
    /// Somebody signed in or out while this was under way: what began for one account is not sent for another, nor anonymous.
    public static let superseded: Self = "superseded"
    /// A hook of the app threw.
    public static let hookFailed: Self = "hookFailed"
}
