/// A letter that is to be sent: what to whom, not its words. No token can be read from it.
public struct QueuedLetter: Sendable, Hashable {
    /// A queued letter's id.
    public typealias ID = Identifier<QueuedLetter>

    /// Also the letter's own.
    public var id: ID
    /// Which template.
    public var kind: Letter.Kind
    /// In which house.
    public var realm: Realm
    /// Where it goes. Of a ``Letter/Kind/passwordReset`` whose ``account`` is not known yet: what somebody typed, and the
    /// letter goes to the address of the account that has it, if there is one (security.md 3f.18).
    public var email: EmailAddress
    /// Whom it is about.
    public var account: Account.ID?
    /// The one-time token that its link bears.
    public var token: OneTimeToken.ID?
    /// Where its link leads instead of to our own page; it was allowed when it was asked for.
    public var url: String?
    /// When it was queued.
    public var created: Timestamp
    /// How often it was tried.
    public var attempts: Int64

    /// A letter to be sent.
    public init(
        id: ID, kind: Letter.Kind, realm: Realm, email: EmailAddress, account: Account.ID? = nil,
        token: OneTimeToken.ID? = nil, url: String? = nil, created: Timestamp, attempts: Int64 = 0
    ) {
        self.id = id
        self.kind = kind
        self.realm = realm
        self.email = email
        self.account = account
        self.token = token
        self.url = url
        self.created = created
        self.attempts = attempts
    }
}

/// The mail queue, as a transaction changes it.
public protocol OutboxWriting {
    /// Queues a letter, due at once.
    func enqueue(_ letter: QueuedLetter) throws
    /// Takes the letter that has been due for longest, for nobody else to take until its lease ends.
    func claimLetter(until lease: Timestamp, at now: Timestamp) throws -> QueuedLetter?
    /// Notes whom a letter is about, and which token it bears.
    func resolve(_ letter: QueuedLetter) throws
    /// Ends all leases and pauses.
    func makeLettersDue(at now: Timestamp) throws
    /// Tries again then.
    func postpone(_ letter: QueuedLetter.ID, until due: Timestamp) throws
    /// Keeps a letter for somebody to find, and never tries it again.
    func giveUp(_ letter: QueuedLetter.ID, because reason: String, at now: Timestamp) throws
    /// It was sent, or need not be.
    func deleteLetter(_ letter: QueuedLetter.ID) throws
    /// Deletes letters that were given up before a moment, so many at most.
    ///
    /// - Returns: how many were deleted.
    func deleteLetters(givenUpBefore moment: Timestamp, limit: Int) throws -> Int
}
