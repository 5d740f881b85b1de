/// What an access token says: Directus' claims and ours (design section 5).
public struct AccessToken: Sendable, Hashable {
    /// Claim `id`.
    public var account: Account.ID
    /// Claim `role`, when it was issued; what counts is the account's role now.
    public var role: Role.ID?
    /// Claim `app_access`, when it was issued.
    public var hasAppAccess: Bool
    /// Claim `admin_access`, when it was issued.
    public var hasAdminAccess: Bool
    /// The account owes a second factor (claim `enforce_tfa`).
    public var owesSecondFactor: Bool
    /// What ties it to its session.
    public var binding: Binding
    /// Whole seconds since 1970 (RFC 7519 section 2, `NumericDate`).
    public var issuedAt: Int64
    /// Whole seconds since 1970: from then on it is over (RFC 7519 section 4.1.4).
    public var expiresAt: Int64

    /// The session that the token lives and dies with.
    public enum Binding: Sendable, Hashable {
        /// json and cookie mode: claims `sid` and `n`.
        case bearer(Session.ID, counter: Int64)
        /// session mode: the refresh token, as Directus' claim `session`.
        case cookie(RefreshToken)
    }

    /// The session and the counter that the token was issued with.
    var reference: (session: Session.ID, counter: Int64) {
        switch binding {
        case .bearer(let session, let counter): (session, counter)
        case .cookie(let token): (token.session, token.counter)
        }
    }
}

/// Signs and verifies access tokens: JWTs (RFC 7519) with HS256 (RFC 7518 section 3.2) under `SECRET`, as Directus makes
/// and reads them. `typ` and `aud` are Directus' too: `JWT`, and none.
public struct AccessTokenCodec: Sendable {
    private static let issuer = "directus"

    /// Also of former secrets, while the secret is being changed.
    let signatures: TokenSignatures
    private let refreshTokens: RefreshTokenCodec

    init(_ secrets: SigningSecrets, refreshTokens: RefreshTokenCodec) {
        signatures = TokenSignatures(secrets)
        self.refreshTokens = refreshTokens
    }

    /// The token's text.
    public func encode(_ token: AccessToken) -> Secret<String> {
        var claims = JSON.Object()
        claims.append("id", .string(token.account.rawValue))
        claims.append("role", JSON(token.role?.rawValue))
        claims.append("app_access", .bool(token.hasAppAccess))
        claims.append("admin_access", .bool(token.hasAdminAccess))
        if token.owesSecondFactor { claims.append("enforce_tfa", true) }
        switch token.binding {
        case .bearer(let session, let counter):
            claims.append("sid", .string(session.rawValue))
            claims.append("n", .integer(counter))
        case .cookie(let refreshToken):
            claims.append("session", .string(refreshTokens.encode(refreshToken).reveal()))
        }
        claims.append("iat", .integer(token.issuedAt))
        claims.append("exp", .integer(token.expiresAt))
        claims.append("iss", .string(Self.issuer))
        return signatures.epoch.current.sign(.object(claims))
    }

    /// Why a text opens nothing.
    enum Refusal: Error, Hashable {
        /// No JWT of a Directus: maybe a static token.
        case foreign
        /// A Directus JWT, but not signed by us, not yet valid, or without the claims that one needs.
        case invalid
        /// Genuine once. `session`: what it bore of a session, for whoever signs out.
        case expired(session: RefreshToken?)
        /// Signed with `SECRET_PREVIOUS`: it opens nothing, but its session lives on (design section 4). `session`: what it
        /// bears of it.
        case outdated(session: RefreshToken?)
        /// Signed by us, but without any session: made elsewhere, and nothing that could be revoked (D2).
        case unbound
        /// Signed by us, with the session of somebody else's.
        case forged
    }

    /// Reads a token's text, or remembers what it read. Whether its session lives is for the caller to ask.
    func verify(_ text: String, at now: Timestamp) throws(Refusal) -> AccessToken {
        let epoch = signatures.epoch
        let key = VerifiedTokens.Key(text)
        if let token = epoch.verified[key], now.seconds < token.expiresAt { return token }
        let token = try decode(text, at: now, epoch)
        epoch.verified[key] = token
        return token
    }

    /// Reads a token's text.
    ///
    /// The order is Directus': signature, time, claims, session (recordings `me/bearer-expired`, `me/bearer-no-role-claim`,
    /// `logout/session-jwt-expired`).
    func decode(_ text: String, at now: Timestamp) throws(Refusal) -> AccessToken {
        try decode(text, at: now, signatures.epoch)
    }

    private func decode(
        _ text: String, at now: Timestamp, _ epoch: TokenSignatures.Epoch
    ) throws(Refusal) -> AccessToken {
        guard let parts = JSONWebSignature.Parts(text), parts.claims["iss"]?.string == Self.issuer else {
            throw .foreign
        }
        let isCurrent = epoch.current.verifies(parts)
        guard isCurrent || epoch.outdated.contains(where: { $0.verifies(parts) }) else { throw .invalid }
        let claims = parts.claims
        let cookie = claims["session"]?.string.flatMap(refreshTokens.decode)
        // RFC 7519 sections 4.1.4 and 4.1.5.
        guard let expiresAt = claims["exp"]?.numericDate else { throw .invalid }
        if let notBefore = claims["nbf"] {
            guard let notBefore = notBefore.numericDate, notBefore <= now.seconds else { throw .invalid }
        }
        guard now.seconds < expiresAt else { throw .expired(session: cookie) }
        guard isCurrent else { throw .outdated(session: cookie) }
        // Directus refuses a token without these (spec section 1.8), and takes 1 and 0 for true and false.
        guard let role = claims["role"], role == .null || role.string != nil,
            let hasAppAccess = claims["app_access"]?.flag, let hasAdminAccess = claims["admin_access"]?.flag
        else { throw .invalid }

        let binding: AccessToken.Binding
        if claims["session"] != nil {
            guard let cookie else { throw .forged }
            binding = .cookie(cookie)
        } else if let session = claims["sid"]?.string, case .integer(let counter)? = claims["n"] {
            binding = .bearer(Session.ID(rawValue: session), counter: counter)
        } else {
            throw .unbound
        }
        guard let account = claims["id"]?.string else { throw .forged }
        return AccessToken(
            account: Account.ID(rawValue: account), role: role.string.map(Role.ID.init(rawValue:)),
            hasAppAccess: hasAppAccess, hasAdminAccess: hasAdminAccess,
            owesSecondFactor: claims["enforce_tfa"]?.flag == true, binding: binding,
            issuedAt: claims["iat"]?.numericDate ?? 0, expiresAt: expiresAt)
    }
}
