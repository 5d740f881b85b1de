/// The lifetimes of sessions and tokens, and what becomes of a stolen copy.
public struct SessionSettings: Sendable, Hashable {
    /// Of an access token in json and cookie mode (`ACCESS_TOKEN_TTL`).
    public var accessTokenLifetime: Duration
    /// Idle lifetime of a session in json and cookie mode (`REFRESH_TOKEN_TTL`).
    public var refreshTokenLifetime: Duration
    /// Idle lifetime of a session, and of its access token, in session mode (`SESSION_COOKIE_TTL`).
    public var sessionCookieLifetime: Duration
    /// How long racers get the same successor, and a superseded session cookie still opens doors
    /// (`SESSION_REFRESH_GRACE_PERIOD`).
    public var gracePeriod: Duration
    /// The longest a session may live, however often it is refreshed (`SESSION_ABSOLUTE_TTL`); `nil`: for ever.
    public var absoluteLifetime: Duration?
    /// What to do with a stolen copy (`REFRESH_TOKEN_REUSE`).
    public var reuse: Reuse
    /// Whether a refresh waits for the disk (`REFRESH_DURABILITY`). It need not: what a power cut loses of refreshes heals
    /// by rule 5.5.
    public var refreshDurability: Durability

    /// What a stolen copy does (rule 5.3).
    public enum Reuse: String, Sendable, CaseIterable {
        /// End the session: thief and owner sign in anew, and only the owner can.
        case revoke
        /// Refuse the copy, and let the session live.
        case refuse
    }

    /// Directus' defaults for whatever is not given.
    public init(
        accessTokenLifetime: Duration = .seconds(15 * 60), refreshTokenLifetime: Duration = .seconds(7 * 86_400),
        sessionCookieLifetime: Duration = .seconds(86_400), gracePeriod: Duration = .seconds(10),
        absoluteLifetime: Duration? = nil, reuse: Reuse = .revoke, refreshDurability: Durability = .relaxed
    ) {
        self.accessTokenLifetime = accessTokenLifetime
        self.refreshTokenLifetime = refreshTokenLifetime
        self.sessionCookieLifetime = sessionCookieLifetime
        self.gracePeriod = gracePeriod
        self.absoluteLifetime = absoluteLifetime
        self.reuse = reuse
        self.refreshDurability = refreshDurability
    }

    /// The idle lifetime that a token of that mode gives its session.
    public func idleLifetime(_ mode: TokenMode) -> Duration {
        mode == .session ? sessionCookieLifetime : refreshTokenLifetime
    }

    /// The lifetime of an access token of that mode.
    public func accessLifetime(_ mode: TokenMode) -> Duration {
        mode == .session ? sessionCookieLifetime : accessTokenLifetime
    }
}
