public import SDKRuntime

/// Whether cookies go along. A client only ever speaks with its own origin, so `include` and `sameOrigin` are the same.
public enum CredentialsPolicy: Sendable, Equatable {
    /// Cookies are kept and sent.
    case include
    /// Cookies are kept and sent.
    case sameOrigin
    /// Requests go out without cookies.
    case omit
}

/// `request`, for REST commands. Made with `.rest()`.
public struct RESTFeature: Sendable {
    /// Called with each request before it is sent; what it returns is sent.
    public typealias RequestHook = @Sendable (TransportRequest) async throws -> TransportRequest
    /// Called with each answer that went well, and its request; what it returns is read.
    public typealias ResponseHook = @Sendable (TransportResponse, TransportRequest) async throws -> TransportResponse
    /// Called with each error, and the request if one was made; what it returns is thrown.
    public typealias ErrorHook = @Sendable (DirectusError, TransportRequest?) async -> DirectusError

    let credentials: CredentialsPolicy?
    let onRequest: RequestHook?
    let onResponse: ResponseHook?
    let onError: ErrorHook?

    /// `rest()` in JavaScript.
    ///
    /// - Parameters:
    ///   - credentials: `.include` keeps cookies even without authentication, for an app that signs in with the `login`
    ///     *command*; `.omit` sends none. `nil` leaves it to the authentication.
    ///   - onRequest: may change each request; the command's own hook runs before it. It sees the token.
    ///   - onResponse: may change each answer that went well, after the command's own hook.
    ///   - onError: sees each error, and may replace it.
    public static func rest(
        credentials: CredentialsPolicy? = nil, onRequest: RequestHook? = nil, onResponse: ResponseHook? = nil,
        onError: ErrorHook? = nil
    ) -> RESTFeature {
        RESTFeature(credentials: credentials, onRequest: onRequest, onResponse: onResponse, onError: onError)
    }
}

/// `query`, for GraphQL. Made with `.graphql()`.
public struct GraphQLFeature: Sendable {
    let credentials: CredentialsPolicy?

    /// `graphql()` in JavaScript.
    public static func graphql(credentials: CredentialsPolicy? = nil) -> GraphQLFeature {
        GraphQLFeature(credentials: credentials)
    }
}

/// `login`, `refresh`, `logout`. Made with `.authentication(…)`.
public struct AuthenticationFeature: Sendable {
    let mode: AuthenticationMode
    let autoRefresh: Bool
    let refreshBeforeExpiry: Duration
    let storage: any AuthenticationStorage
    let credentials: CredentialsPolicy

    /// `authentication()` in JavaScript.
    ///
    /// - Parameters:
    ///   - mode: how tokens are handed out. The default is `cookie`, as in JavaScript; apps mostly want `json`.
    ///   - autoRefresh: whether a timer refreshes ahead of expiry. Requests refresh when it is due in any case.
    ///   - refreshBeforeExpiry: how long before expiry that is; a quarter of the token's life at most.
    ///     (`msRefreshBeforeExpires` in JavaScript.)
    ///   - storage: where the session is kept; the default forgets it when the process ends.
    ///   - credentials: `.omit` sends requests without cookies.
    public static func authentication(
        _ mode: AuthenticationMode = .cookie, autoRefresh: Bool = true,
        refreshBeforeExpiry: Duration = .seconds(30), storage: any AuthenticationStorage = MemoryStorage(),
        credentials: CredentialsPolicy = .sameOrigin
    ) -> AuthenticationFeature {
        AuthenticationFeature(
            mode: mode, autoRefresh: autoRefresh, refreshBeforeExpiry: refreshBeforeExpiry, storage: storage,
            credentials: credentials)
    }
}

/// A token that is never refreshed. Made with `.staticToken("…")`.
public struct StaticTokenFeature: Sendable {
    let token: String?

    /// `staticToken()` in JavaScript.
    public static func staticToken(_ token: String?) -> StaticTokenFeature {
        StaticTokenFeature(token: token)
    }
}

extension StaticTokenFeature: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "StaticTokenFeature(<redacted>)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["token": "<redacted>"]) }
}
