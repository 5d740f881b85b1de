/// What a client gets at sign-in and refresh.
public struct IssuedTokens: Sendable {
    /// How the client keeps them.
    public var mode: TokenMode
    /// Whose they are.
    public var account: Account.ID
    /// The JWT; in session mode it bears the refresh token.
    public var accessToken: Secret<String>
    /// The 64 characters.
    public var refreshToken: Secret<String>
    /// The access token's lifetime.
    public var expires: Duration
    /// For the browser to keep: at a sign-in, unless it shows a recent one.
    public var device: DeviceToken?
}

/// Makes the tokens of a session.
struct TokenIssuer: Sendable {
    let settings: SessionSettings
    let accessTokens: AccessTokenCodec
    let refreshTokens: RefreshTokenCodec

    /// The session's current refresh token, and a fresh access token.
    func issue(_ mode: TokenMode, on grounds: OpenedSession) -> IssuedTokens {
        let (session, account, rights) = (grounds.session, grounds.account, grounds.rights)
        let lifetime = settings.accessLifetime(mode)
        let current = session.currentToken
        let accessToken = AccessToken(
            account: account.id, role: account.role, hasAppAccess: rights.hasAppAccess,
            hasAdminAccess: rights.isAdministrator,
            owesSecondFactor: rights.enforcesSecondFactor && !account.hasSecondFactor,
            binding: mode == .session ? .cookie(current) : .bearer(session.id, counter: session.counter),
            issuedAt: grounds.now.seconds, expiresAt: (grounds.now + lifetime).seconds)
        return IssuedTokens(
            mode: mode, account: account.id, accessToken: accessTokens.encode(accessToken),
            refreshToken: refreshTokens.encode(current), expires: lifetime)
    }
}
