extension MedusaError {
    /// What went wrong: the server's `type` (`specs/medusa.md` A1.5), or one of this library's own in camel case. The set is
    /// open: a server may send types that are not here.
    public struct Kind: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
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

/// The server's types.
extension MedusaError.Kind {
    /// What was sent is not what the server expects; the message says what is.
    public static let invalidData: Self = "invalid_data"
    /// The server does not allow it: a missing publishable key, a provider that the actor may not use.
    public static let notAllowed: Self = "not_allowed"
    /// Wrong e-mail or password, nobody signed in, a token that is no good. The server says it as JSON, and as the plain text
    /// `Unauthorized`: both come out as this.
    public static let unauthorized: Self = "unauthorized"
    /// It does not exist.
    public static let notFound: Self = "not_found"
    /// Another request was quicker.
    public static let conflict: Self = "conflict"
    /// There is one already, an account with this e-mail address for example.
    public static let duplicateError: Self = "duplicate_error"
    /// The payment was not authorised.
    public static let paymentAuthorizationError: Self = "payment_authorization_error"
    /// The server's database failed.
    public static let databaseError: Self = "database_error"
    /// The server is in a state that it should not be in.
    public static let unexpectedState: Self = "unexpected_state"
    /// The server called itself wrongly.
    public static let invalidArgumentOnServer: Self = "invalid_argument"
    /// The server does not say what failed.
    public static let unknownError: Self = "unknown_error"
}

/// This library's own types.
extension MedusaError.Kind {
    /// The server cannot be reached.
    public static let network: Self = "network"
    /// The server did not answer in time.
    public static let timedOut: Self = "timedOut"
    /// The task was cancelled. (`CancellationError` cannot be thrown as a ``MedusaError``.)
    public static let cancelled: Self = "cancelled"
    /// Something answered, but not as Medusa does: a proxy's page, half an answer, a redirect to another host.
    public static let invalidResponse: Self = "invalidResponse"
    /// The answer is fine and does not fit the type that it was to be read as.
    public static let decodingFailed: Self = "decodingFailed"
    /// An argument cannot be sent; nothing was.
    public static let invalidArgument: Self = "invalidArgument"
    /// The storage cannot be read or written now. Nobody is signed out by it.
    public static let storageUnavailable: Self = "storageUnavailable"
    /// The server gave no cookie that may be kept, so the sign-in came to nothing; the message says why.
    public static let cookieRefused: Self = "cookieRefused"
    /// Somebody signed in or out while this was under way, and that counts.
    public static let superseded: Self = "superseded"
}
