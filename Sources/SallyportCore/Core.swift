public import Logging

/// The flows of one installation, each ready to be called: what every door opens onto.
public struct Core: Sendable {
    public let signIn: SignIn
    public let refresh: Refresh
    public let signOut: SignOut
    public let authenticate: Authenticate
    public let changeOwnAccount: ChangeOwnAccount
    public let setUp: SetUp
    public let administerAccounts: AdministerAccounts
    public let readRole: ReadRole
    public let readSettings: ReadSettings
    public let refreshTokens: RefreshTokenCodec
    public let accessTokens: AccessTokenCodec
    public let seen: SeenRecorder
    public let clock: Clock

    /// - Parameters:
    ///   - secret: `SECRET`: signs access tokens, as in Directus.
    ///   - previousSecret: `SECRET_PREVIOUS`: what it signed opens nothing, but session cookies still refresh.
    ///   - keys: everything else that needs a key.
    ///   - setUpToken: what the one-time set-up link bears.
    public init(
        vault: any Vault, keys: KeyRing, secret: Secret<[UInt8]>, previousSecret: Secret<[UInt8]>? = nil,
        passwords: any PasswordHasher,
        sessions settings: SessionSettings, setUpToken: Secret<String>, clock: @escaping Clock,
        makeIdentifier: @escaping MakeIdentifier,
        logger: Logger
    ) {
        let refreshTokens = RefreshTokenCodec(keys: keys)
        let accessTokens = AccessTokenCodec(
            secret: secret, previous: previousSecret, refreshTokens: refreshTokens)
        let staticTokens = StaticToken(keys: keys)
        let identities = IdentityCache()
        let seen = SeenRecorder(vault: vault, identities: identities, logger: logger)
        let rule = SessionRule(settings: settings)
        let issuer = TokenIssuer(settings: settings, accessTokens: accessTokens, refreshTokens: refreshTokens)

        signIn = SignIn(
            vault: vault, passwords: passwords, issuer: issuer, settings: settings, makeIdentifier: makeIdentifier)
        refresh = Refresh(
            vault: vault, rule: rule, issuer: issuer, identities: identities, seen: seen, logger: logger)
        signOut = SignOut(vault: vault, identities: identities)
        authenticate = Authenticate(
            vault: vault, accessTokens: accessTokens, staticTokens: staticTokens, rule: rule, identities: identities,
            seen: seen, clock: clock)
        changeOwnAccount = ChangeOwnAccount(
            vault: vault, passwords: passwords, staticTokens: staticTokens, identities: identities)
        setUp = SetUp(
            vault: vault, passwords: passwords, staticTokens: staticTokens, makeIdentifier: makeIdentifier,
            link: SetUpLink(token: setUpToken))
        administerAccounts = AdministerAccounts(
            vault: vault, passwords: passwords, staticTokens: staticTokens, identities: identities,
            makeIdentifier: makeIdentifier)
        readRole = ReadRole(vault: vault)
        readSettings = ReadSettings(vault: vault)
        self.refreshTokens = refreshTokens
        self.accessTokens = accessTokens
        self.seen = seen
        self.clock = clock
    }
}
