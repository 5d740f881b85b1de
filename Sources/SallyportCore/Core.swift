public import Logging

/// The flows of one installation, each ready to be called: what every door opens onto.
public struct Core: Sendable {
    /// Opens a session.
    public let signIn: SignIn
    /// Keeps a session alive.
    public let refresh: Refresh
    /// Ends a session.
    public let signOut: SignOut
    /// Sets up a second factor.
    public let setUpSecondFactor: SetUpSecondFactor
    /// Removes a second factor.
    public let removeSecondFactor: RemoveSecondFactor
    /// Makes and counts recovery codes.
    public let recoveryCodes: KeepRecoveryCodes
    /// Deletes what the throttle has no use for any more.
    public let sweepThrottle: SweepThrottle
    /// What there is for the store's customers.
    public let store: StoreFlows
    /// Ends all sessions, or an account's.
    public let endSessions: EndSessions
    /// Deletes what has long ended.
    public let sweepSessions: SweepSessions
    /// Tells whose a credential is.
    public let authenticate: Authenticate
    /// Reads items of a collection, as far as the caller may see them.
    public let readItems: ReadItems
    /// Makes, changes and deletes items, as far as the caller may.
    public let writeItems: WriteItems
    /// Tells a caller what he may do.
    public let describeRights: DescribeRights
    /// Ends sessions that somebody sees in a list.
    public let endChosenSessions: EndChosenSessions
    /// Reads and changes the settings.
    public let administerSettings: AdministerSettings
    /// Notes the page of the Studio that an account has open.
    public let trackPage: TrackPage
    /// Hashes texts for clients.
    public let hashTexts: HashTexts
    /// Makes the first account.
    public let setUp: SetUp
    /// Asks for a mail with a link to set a new password.
    public let requestPasswordReset: RequestPasswordReset
    /// Sets a new password for whoever holds such a link.
    public let resetPassword: ResetPassword
    /// Sends people a link to an account of their own.
    public let inviteAccounts: InviteAccounts
    /// Makes an invited account active.
    public let acceptInvitation: AcceptInvitation
    /// Lets strangers make an account.
    public let register: Register
    /// Makes a registered account active.
    public let confirmRegistration: ConfirmRegistration
    /// Judges the tokens of links.
    public let checkOneTimeToken: CheckOneTimeToken
    /// Deletes what is left of them.
    public let sweepOneTimeTokens: SweepOneTimeTokens
    /// Sends what is queued.
    public let deliverMail: DeliverMail
    /// Says when there is anything to send.
    public let mailSignal: MailSignal
    /// What an operator does with accounts.
    public let administerAccounts: AdministerAccounts
    /// Reads the settings.
    public let readSettings: ReadSettings
    /// Reads and writes refresh tokens.
    public let refreshTokens: RefreshTokenCodec
    /// Reads session cookies.
    public let accessTokens: AccessTokenReader
    /// Follows a change of `SECRET`.
    public let followSecret: FollowSecret
    /// What is still to be written down at shut-down.
    public let seen: SeenRecorder
    /// The limiters, and what nodes count together.
    public let rateLimits: RateLimits
    /// Where other nodes' changes come in.
    public let remoteChanges: RemoteChanges
    /// Where the process says that it is alive.
    public let heartbeat: Heartbeat
    /// What this node knows of its storage by itself.
    public let gauge: @Sendable () -> StorageGauge
    /// The time outside of transactions.
    public let clock: Clock

    /// - Parameters:
    ///   - keys: everything that needs a key; `SECRET`, which signs access tokens, is among them.
    ///   - mail: how letters are sent, and where their links lead.
    ///   - storeSettings: about the store's customers.
    ///   - setUpToken: what the one-time set-up link bears.
    ///   - sharesRateLimits: whether nodes count together what is limited.
    ///   - steadyClock: runs on, whatever `clock` is set to.
    ///   - heartbeat: of this process.
    ///   - pause: waits for what others hold.
    public init(
        vault: any Vault, keys: KeyRing, passwords: any PasswordHasher,
        sessions settings: SessionSettings, mail: MailSettings, store storeSettings: StoreSettings = StoreSettings(),
        setUpToken: Secret<String>,
        sharesRateLimits: Bool = false,
        clock: @escaping Clock, steadyClock: @escaping Clock, heartbeat: Heartbeat,
        pause: @escaping Pause, makeIdentifier: @escaping MakeIdentifier, logger: Logger
    ) {
        let refreshTokens = RefreshTokenCodec(keys: keys)
        let accessTokens = AccessTokenCodec(keys.secrets, refreshTokens: refreshTokens)
        let followSecret = FollowSecret(
            vault: vault, signatures: accessTokens.signatures, sessions: settings, clock: clock, logger: logger)
        let reader = AccessTokenReader(codec: accessTokens, followSecret: followSecret)
        let staticTokens = StaticToken(keys: keys)
        let identities = IdentityCache(clock: steadyClock)
        let seen = SeenRecorder(vault: vault, identities: identities, logger: logger)
        let rule = SessionRule(settings: settings)
        let issuer = TokenIssuer(settings: settings, accessTokens: accessTokens, refreshTokens: refreshTokens)

        let oneTimeTokens = OneTimeTokenCodec(keys: keys)
        let throttle = ThrottleGuesses(vault: vault, budgets: FailureBudgets(keys: keys), pause: pause)
        let check = CheckOneTimeToken(vault: vault, codec: oneTimeTokens, throttle: throttle)
        let seal = SecondFactorSeal(keys: keys)
        let recoveryCode = RecoveryCode(keys: keys)
        let secondFactors = CheckSecondFactor(seal: seal, recoveryCodes: recoveryCode)
        let confirmOwner = ConfirmOwner(vault: vault, passwords: passwords, throttle: throttle)
        let mailSignal = MailSignal()
        let rateLimits = RateLimits(vault: vault, areShared: sharesRateLimits, clock: clock)

        signIn = SignIn(
            vault: vault, passwords: passwords, issuer: issuer, settings: settings, throttle: throttle,
            secondFactors: secondFactors, signal: mailSignal, makeIdentifier: makeIdentifier)
        store = StoreFlows(
            storeSettings, keys: keys, vault: vault, passwords: passwords, signIn: signIn,
            sessions: settings, identities: identities,
            signal: mailSignal, clock: clock, makeIdentifier: makeIdentifier)
        setUpSecondFactor = SetUpSecondFactor(
            vault: vault, confirmOwner: confirmOwner, throttle: throttle, seal: seal, identities: identities,
            signal: mailSignal, makeIdentifier: makeIdentifier)
        removeSecondFactor = RemoveSecondFactor(
            vault: vault, check: secondFactors, throttle: throttle, identities: identities, signal: mailSignal,
            makeIdentifier: makeIdentifier)
        recoveryCodes = KeepRecoveryCodes(
            vault: vault, confirmOwner: confirmOwner, check: secondFactors, identities: identities,
            signal: mailSignal, makeIdentifier: makeIdentifier)
        sweepThrottle = SweepThrottle(vault: vault)
        refresh = Refresh(
            vault: vault, rule: rule, issuer: issuer, identities: identities, seen: seen,
            heartbeat: heartbeat, logger: logger)
        signOut = SignOut(vault: vault, identities: identities)
        endSessions = EndSessions(vault: vault, identities: identities)
        sweepSessions = SweepSessions(vault: vault)
        authenticate = Authenticate(
            vault: vault, accessTokens: reader, staticTokens: staticTokens, rule: rule, identities: identities,
            throttle: throttle, tried: TriedTokens(), seen: seen, clock: clock)
        readItems = ReadItems(vault: vault)
        writeItems = WriteItems(
            vault: vault, read: readItems, passwords: passwords, staticTokens: staticTokens, identities: identities,
            signal: mailSignal, makeIdentifier: makeIdentifier)
        describeRights = DescribeRights(vault: vault)
        endChosenSessions = EndChosenSessions(vault: vault, identities: identities)
        administerSettings = AdministerSettings(vault: vault)
        trackPage = TrackPage(vault: vault, identities: identities)
        hashTexts = HashTexts(passwords: passwords)
        setUp = SetUp(
            vault: vault, passwords: passwords, staticTokens: staticTokens, makeIdentifier: makeIdentifier,
            link: SetUpLink(token: setUpToken))
        administerAccounts = AdministerAccounts(
            vault: vault, passwords: passwords, staticTokens: staticTokens, identities: identities,
            makeIdentifier: makeIdentifier)
        readSettings = ReadSettings(vault: vault)
        self.refreshTokens = refreshTokens
        self.accessTokens = reader
        self.followSecret = followSecret
        self.seen = seen
        self.rateLimits = rateLimits
        requestPasswordReset = RequestPasswordReset(
            vault: vault, mail: mail, signal: mailSignal, makeIdentifier: makeIdentifier)
        resetPassword = ResetPassword(
            vault: vault, passwords: passwords, check: check, identities: identities, signal: mailSignal,
            makeIdentifier: makeIdentifier)
        inviteAccounts = InviteAccounts(
            vault: vault, mail: mail, staticTokens: staticTokens, identities: identities, signal: mailSignal,
            makeIdentifier: makeIdentifier)
        acceptInvitation = AcceptInvitation(
            vault: vault, passwords: passwords, check: check, identities: identities)
        register = Register(
            vault: vault, passwords: passwords, mail: mail, signal: mailSignal, makeIdentifier: makeIdentifier)
        confirmRegistration = ConfirmRegistration(vault: vault, check: check, identities: identities)
        checkOneTimeToken = check
        sweepOneTimeTokens = SweepOneTimeTokens(vault: vault)
        deliverMail = DeliverMail(
            vault: vault, mail: mail, codec: oneTimeTokens,
            limiter: mail.rateLimit.map { rateLimits.limiter("mail", $0) }, makeIdentifier: makeIdentifier,
            logger: logger)
        self.mailSignal = mailSignal
        remoteChanges = RemoteChanges(identities: identities)
        self.heartbeat = heartbeat
        gauge = { vault.gauge }
        self.clock = clock
    }
}
