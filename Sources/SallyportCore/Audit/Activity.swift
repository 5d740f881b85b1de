/// A row of the log of what was done: who, when, from where. Never with a secret.
public struct Activity: Sendable, Hashable {
    /// Directus' actions, and ours.
    public enum Action: String, Sendable {
        case login
        case logout
        /// D19: a failed sign-in leaves a trace.
        case loginFailed = "login_failed"
        /// Rule 5.3: a stolen copy was presented.
        case tokenReused = "token_reused"
        /// Rule 5.5: the row was behind its token.
        case sessionRestored = "session_restored"
        /// An operator ended all sessions of the account.
        case sessionsEnded = "sessions_ended"
        /// Somebody registered an address that has an account already (D8).
        case registrationRepeated = "registration_repeated"
        /// The password was right, and a one-time password was asked for.
        case oneTimePasswordAsked = "login_otp_asked"
        /// A recovery code stood in for a one-time password.
        case recoveryCodeUsed = "recovery_code_used"
        case create
        case update
        case delete
    }

    /// What was done.
    public var action: Action
    /// Who did it; `nil` if nobody has that name, or it was done beside the server.
    public var account: Account.ID?
    /// In which house.
    public var realm: Realm
    /// By whom, as far as it shows.
    public var client: Client
    /// What was changed, as names of fields; never values.
    public var fields: [String]
    /// What it was done to; `nil`: to the account itself.
    public var item: Item?

    /// An item of a collection.
    public struct Item: Sendable, Hashable {
        /// The collection.
        public var collection: ItemCollection
        /// The item's key, as text.
        public var key: String

        /// An item of a collection.
        public init(collection: ItemCollection, key: String) {
            self.collection = collection
            self.key = key
        }
    }

    /// Something that was done.
    public init(
        _ action: Action, account: Account.ID?, realm: Realm, client: Client, fields: [String] = [],
        item: Item? = nil
    ) {
        self.action = action
        self.account = account
        self.realm = realm
        self.client = client
        self.fields = fields
        self.item = item
    }
}

/// Writes activity inside the transaction that it tells of.
public protocol ActivityWriting {
    func append(_ activity: Activity, at now: Timestamp) throws
}
