public import Logging

/// The flows of one installation, each ready to be called: what every door opens onto.
public struct Core: Sendable {
    /// Opens a session.
    public let signIn: SignIn
    /// Keeps a session alive.
    public let refresh: Refresh
    /// Ends a session.
    public let signOut: SignOut
    /// Deletes what has long ended.
    public let sweepSessions: SweepSessions
    /// Tells whose a credential is.
    public let authenticate: Authenticate
    /// Changes the caller's own account.
    public let changeOwnAccount: ChangeOwnAccount
    /// Makes the first account.
    public let setUp: SetUp
    /// What an operator does with accounts.
    public let administerAccounts: AdministerAccounts
    /// Reads the caller's role.
    public let readRole: ReadRole
    /// Reads the settings.
    public let readSettings: ReadSettings
    /// Reads and writes refresh tokens.
    public let refreshTokens: RefreshTokenCodec
    /// Reads session cookies.
    public let accessTokens: AccessTokenCodec
    /// What is still to be written down at shut-down.
    public let seen: SeenRecorder
    /// Where other nodes' changes come in.
    public let remoteChanges: RemoteChanges
    /// The time outside of transactions.
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
        sweepSessions = SweepSessions(vault: vault)
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
        remoteChanges = RemoteChanges(identities: identities)
        self.clock = clock
    }
}
