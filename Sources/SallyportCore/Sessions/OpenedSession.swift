/// A session that a sign-in has opened or a refresh kept alive, and what else tokens are made of: the state that a transaction
/// has just committed.
struct OpenedSession: Sendable {
    var session: Session
    var account: Account
    var rights: Rights
    var now: Timestamp
    /// Whether the account is a customer of the store.
    var isCustomer = false
}

/// How long a session lives.
public struct SessionLifetime: Sendable, Hashable {
    /// While it is not used.
    public var idle: Duration
    /// However much it is used; `nil`: for ever.
    public var absolute: Duration?

    /// So long idle, and so long at all.
    public init(idle: Duration, absolute: Duration?) {
        self.idle = idle
        self.absolute = absolute
    }
}
