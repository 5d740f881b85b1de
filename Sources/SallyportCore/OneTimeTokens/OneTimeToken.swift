/// Permission to do one thing once, sent to somebody's mailbox (design section 4; D6).
///
/// Its row is all that is stored; the text that opens it is derived from the row when the mail is written
/// (``OneTimeTokenCodec``), so neither this table nor the mail queue holds anything usable.
public struct OneTimeToken: Sendable, Hashable {
    /// A token's id.
    public typealias ID = Identifier<OneTimeToken>

    /// What a token is good for. The raw value is stored.
    public enum Purpose: String, Sendable, CaseIterable {
        case passwordReset = "password-reset"
        case invitation = "invitation"
        case registration = "registration"
        /// The same as the first, at the store's door.
        case customerPasswordReset = "customer-password-reset"
    }

    /// What waits for the token of a registration: each has its own, and only the one that is confirmed counts (D8).
    public struct Registration: Sendable, Hashable {
        /// Of the password that was given with it.
        public var passwordHash: PasswordHash
        /// As it was given.
        public var firstName: String?
        /// As it was given.
        public var lastName: String?

        /// What somebody gave when he registered.
        public init(passwordHash: PasswordHash, firstName: String?, lastName: String?) {
            self.passwordHash = passwordHash
            self.firstName = firstName
            self.lastName = lastName
        }
    }

    /// The token's id.
    public var id: ID
    /// What it is good for.
    public var purpose: Purpose
    /// Whom it is about.
    public var account: Account.ID
    /// ``EmailAddress/key`` of the address that it was made for: it is good while the account has that one.
    public var emailKey: String
    /// When it was made, or sent again.
    public var created: Timestamp
    /// From when on it is no longer good.
    public var expires: Timestamp
    /// When it was used, or ceased to be good.
    public var spent: Timestamp?
    /// For ``Purpose/registration`` only.
    public var registration: Registration?

    /// How many of one purpose an account may have that are good (D6).
    static let most = 5

    /// A token with these parts, not spent.
    public init(
        id: ID, purpose: Purpose, account: Account.ID, emailKey: String, created: Timestamp, expires: Timestamp,
        registration: Registration? = nil
    ) {
        self.id = id
        self.purpose = purpose
        self.account = account
        self.emailKey = emailKey
        self.created = created
        self.expires = expires
        self.registration = registration
    }
}
