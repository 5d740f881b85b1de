/// A session: one row, however often it is refreshed (design section 5).
public struct Session: Sendable, Hashable {
    /// A session's id.
    public typealias ID = Identifier<Session>

    /// The session's id: no secret, it opens nothing without a MAC.
    public var id: ID
    /// Whose session it is.
    public var account: Account.ID
    /// Whom the account signed in with.
    public var provider: Account.Provider
    /// `n`: how often the refresh token was rotated.
    public var counter: Int64
    /// When the sign-in opened it.
    public var created: Timestamp
    /// When it was last refreshed, or its newest token first shown.
    public var lastSeen: Timestamp
    /// When token `n` was made by a rotation; `nil` for the one that the sign-in made.
    public var rotated: Timestamp?
    /// When the server was first shown anything issued with `n`; `nil` if never.
    public var seen: Timestamp?
    /// When it ends unless it is refreshed before.
    public var idleExpiry: Timestamp
    /// When it ends in any case; `nil`: never.
    public var absoluteExpiry: Timestamp?
    /// Who signed in, and from where.
    public var client: Client
    /// When it was ended; `nil` while it lives.
    public var revoked: Timestamp?

    /// A session as a row has it; a new one unless said otherwise.
    public init(
        id: ID, account: Account.ID, provider: Account.Provider, counter: Int64 = 0, created: Timestamp,
        lastSeen: Timestamp, rotated: Timestamp? = nil, seen: Timestamp? = nil, idleExpiry: Timestamp,
        absoluteExpiry: Timestamp? = nil, client: Client, revoked: Timestamp? = nil
    ) {
        self.id = id
        self.account = account
        self.provider = provider
        self.counter = counter
        self.created = created
        self.lastSeen = lastSeen
        self.rotated = rotated
        self.seen = seen
        self.idleExpiry = idleExpiry
        self.absoluteExpiry = absoluteExpiry
        self.client = client
        self.revoked = revoked
    }

    /// When the current refresh token was made: what it bears as its issue time.
    public var issued: Timestamp { rotated ?? created }

    /// The current refresh token's content, which the server can derive at any time.
    public var currentToken: RefreshToken {
        RefreshToken(session: id, counter: counter, issued: issued)
    }

    /// Whether the session lives, for a token made at `issued` that gave it `idleLifetime`.
    ///
    /// A token that is ahead of the row proves that the row's idle time is too short (rule 5.5).
    func lives(at now: Timestamp, idleExpiry: Timestamp) -> Bool {
        revoked == nil && now < max(self.idleExpiry, idleExpiry) && absoluteExpiry.map { now < $0 } ?? true
    }
}
