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
    /// The session.
    var session: Session { get }
}

extension DirectusClient: AuthenticationClient where Credentials == Session {
    public var session: Session { authentication }
}

extension AuthenticationClient {
    /// Signs in with e-mail and password: `login({ email, password }, { otp, mode })` in JavaScript.
    ///
    /// Whoever was signed in before no longer is, in this client; after an error he still is.
    ///
    /// - Parameters:
    ///   - otp: the one-time password, for accounts with two-factor sign-in.
    ///   - mode: another mode than the client's, for this session.
    /// - Returns: the tokens. They are stored; you need not keep them.
    /// - Throws: `invalidCredentials`; `invalidOTP` when a one-time password is needed or wrong: call again with it;
    ///   `requestsExceeded`; `cookieRefused`; `superseded`; or trouble with the network.
    @discardableResult
    public func login(
        email: String, password: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await session.login(
            provider: nil, identity: ("email", email), password: password, otp: otp, mode: mode)
    }

    /// Signs in with e-mail and password at another local provider: `login({ email, password }, { provider })`.
    @discardableResult
    public func login(
        email: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await session.login(
            provider: provider, identity: ("email", email), password: password, otp: otp, mode: mode)
    }

    /// Signs in at a directory (LDAP): `login({ identifier, password }, { provider })` in JavaScript.
    ///
    /// - Parameters:
    ///   - identifier: what the directory knows the person by.
    ///   - provider: the provider's name, as `readProviders` lists it.
    @discardableResult
    public func login(
        identifier: String, password: String, provider: String, otp: String? = nil, mode: AuthenticationMode? = nil
    ) async throws(DirectusError) -> AuthenticationData {
        try await session.login(
            provider: provider, identity: ("identifier", identifier), password: password, otp: otp, mode: mode)
    }

    /// Gets new tokens now. You rarely need it: requests and ``getToken()`` refresh when it is due.
    ///
    /// However many call it at once, by themselves or through requests and the timer: one request is sent.
    ///
    /// - Throws: `notSignedIn` when there is nothing to refresh; otherwise why it failed. The session is over only if
    ///   ``authenticationChanges`` says so.
    @discardableResult
    public func refresh() async throws(DirectusError) -> AuthenticationData {
        try await session.refresh()
    }

    /// Signs out: here at once and in any case, then on the server.
    ///
    /// - Throws: why the server could not be told. It is told again in the background, and by the next call, while the
    ///   process lives.
    public func logout() async throws(DirectusError) {
        try await session.tokens.end()
    }

    /// The access token, refreshed when that is due; `nil` when nobody is signed in, and in session mode, where the cookie
    /// does its work.
    ///
    /// - Throws: why an expired token could not be replaced now. (JavaScript returns the expired token.)
    public func getToken() async throws(DirectusError) -> String? {
        try await session.tokens.usable()?.accessToken
    }

    /// Uses a token of your own, or none. It is stored, and never refreshed.
    public func setToken(_ token: String?) async throws(DirectusError) {
        try await session.tokens.setToken(token)
    }

    /// Stops the timer until the next login or refresh. Requests still refresh when it is due.
    public func stopRefreshing() async {
        await session.tokens.stopRefreshing()
    }

    /// Whether somebody is signed in: the state now, then each change.
    public var authenticationChanges: AuthenticationChanges {
        session.tokens.changes
    }
}
