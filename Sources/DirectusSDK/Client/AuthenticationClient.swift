public import SDKRuntime

/// Signing in, staying signed in, signing out. Clients composed with `.authentication(…)` are this.
///
/// ```swift
/// func signIn(_ client: some AuthenticationClient) async throws(DirectusError) {
///     try await client.login(email: email, password: password)
/// }
/// ```
///
/// A session never dies by accident. Only four answers of `/auth/refresh` end it: 401 `INVALID_CREDENTIALS`,
/// `USER_SUSPENDED` and `TOKEN_EXPIRED`, and 403 `INVALID_TOKEN`. No network, an overloaded server, a proxy's page or a
/// locked storage keep it. And a logout is final: a refresh that ends after it changes nothing.
public protocol AuthenticationClient: Sendable {
    /// Signs in. Whoever was signed in before no longer is, in this client; after an error he still is.
    ///
    /// The forms with `email:` and `identifier:` are what you call.
    ///
    /// - Parameters:
    ///   - identity: whom the password is for.
    ///   - password: as it was typed.
    ///   - provider: the provider to sign in at; `nil` for the server's own accounts.
    ///   - otp: the one-time password, for accounts with two-factor sign-in.
    ///   - mode: another mode than the client's, for this session.
    /// - Returns: the tokens. They are stored; you need not keep them.
    /// - Throws: `invalidCredentials`; `invalidOTP` when a one-time password is needed or wrong: call again with it;
    ///   `requestsExceeded`; `cookieRefused`; `superseded`; or trouble with the network.
    @discardableResult
    func login(
        _ identity: LoginIdentity, password: String, provider: String?, otp: String?, mode: AuthenticationMode?
    ) async throws(DirectusError) -> AuthenticationData

    /// Gets new tokens now. You rarely need it: requests and ``getToken()`` refresh when it is due.
    ///
    /// However many call it at once, by themselves or through requests and the timer: one request is sent.
    ///
    /// - Throws: `notSignedIn` when there is nothing to refresh; otherwise why it failed. The session is over only if
    ///   ``authenticationChanges`` says so.
    @discardableResult
    func refresh() async throws(DirectusError) -> AuthenticationData

    /// Signs out: here at once and in any case, then on the server.
    ///
    /// - Throws: why the server could not be told. It is told again in the background, and by the next call, while the
    ///   process lives.
    func logout() async throws(DirectusError)

    /// The access token, refreshed when that is due; `nil` when nobody is signed in, and in session mode, where the cookie
    /// does its work.
    ///
    /// - Throws: why an expired token could not be replaced now. (JavaScript returns the expired token.)
    func getToken() async throws(DirectusError) -> String?

    /// Uses a token of your own, or none. It is stored, and never refreshed.
    func setToken(_ token: String?) async throws(DirectusError)

    /// Stops the timer until the next login or refresh. Requests still refresh when it is due.
    func stopRefreshing() async

    /// Whether somebody is signed in: the state now, then each change.
    var authenticationChanges: AuthenticationChanges { get }
}

/// Whom a password is for.
public enum LoginIdentity: Sendable, Equatable {
    /// The account with this e-mail address.
    case email(String)
    /// Whom a directory (LDAP) knows by this name.
    case identifier(String)

    /// The member of the body, and its value.
    var member: (name: String, value: String) {
        switch self {
        case .email(let address): ("email", address)
        case .identifier(let name): ("identifier", name)
        }
    }
}

extension AuthenticationClient {
    /// Signs in with e-mail and password: `login({ email, password }, { otp, mode })` in JavaScript. See
    /// ``login(_:password:provider:otp:mode:)``.
    @discardableResult
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await login(.email(email), password: password, provider: nil, otp: otp, mode: mode)
    }

    /// Signs in with e-mail and password at another local provider: `login({ email, password }, { provider })`. See
    /// ``login(_:password:provider:otp:mode:)``.
    @discardableResult
    public func login(
        email: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await login(.email(email), password: password, provider: provider, otp: otp, mode: mode)
    }

    /// Signs in at a directory (LDAP): `login({ identifier, password }, { provider })` in JavaScript. See
    /// ``login(_:password:provider:otp:mode:)``.
    @discardableResult
    public func login(
        identifier: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await login(.identifier(identifier), password: password, provider: provider, otp: otp, mode: mode)
    }
}

extension DirectusClient: AuthenticationClient where Credentials == Session {
    @discardableResult
    public func login(
        _ identity: LoginIdentity, password: String, provider: String?, otp: String?, mode: AuthenticationMode?
    ) async throws(DirectusError) -> AuthenticationData {
        try await authentication.login(provider: provider, identity: identity, password: password, otp: otp, mode: mode)
    }

    @discardableResult
    public func refresh() async throws(DirectusError) -> AuthenticationData {
        try await authentication.refresh()
    }

    public func logout() async throws(DirectusError) {
        try await authentication.tokens.end()
    }

    public func getToken() async throws(DirectusError) -> String? {
        try await authentication.tokens.usable(isForOneLogin: false)?.accessToken
    }

    public func setToken(_ token: String?) async throws(DirectusError) {
        try await authentication.tokens.setToken(token)
    }

    public func stopRefreshing() async {
        await authentication.tokens.stopRefreshing()
    }

    public var authenticationChanges: AuthenticationChanges {
        authentication.tokens.changes
    }
}
