/// What a customer's token or cookie says: which session, whose, and for which of Medusa's two interfaces.
public struct StoreCredential: Sendable, Hashable {
    /// Medusa's interfaces. A credential of one opens nothing of the other's.
    public enum Version: UInt8, Sendable, Hashable {
        /// `/store/auth`
        case first = 1
        /// `/auth/customer`
        case second = 2
    }

    /// Which interface it is for.
    public var version: Version
    /// The session that it dies with.
    public var session: Session.ID
    /// Whose it is.
    public var account: Account.ID
    /// Whether the account was a customer when it was made; only then it opens what is a customer's.
    public var isCustomer: Bool
    /// Seconds since 1970.
    public var issuedAt: Int64
    /// Seconds since 1970.
    public var expiresAt: Int64

    /// How long a token is good: 30 days, and a day (medusa.md A1.7, B1.1).
    static func tokenLifetime(_ version: Version) -> Duration {
        version == .first ? .seconds(30 * 86_400) : .seconds(86_400)
    }

    /// How long a cookie is good, however much it is used (medusa.md A1.3).
    static let cookieLifetime: Duration = .seconds(36_000)
}
