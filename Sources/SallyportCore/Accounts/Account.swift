/// Somebody who may sign in, as far as signing in needs to know. What else is told about the account is its ``Profile``.
public struct Account: Sendable, Hashable {
    /// An account's id.
    public typealias ID = Identifier<Account>

    /// The account's id.
    public var id: ID
    /// The house it belongs to.
    public var realm: Realm
    /// As it was given; compared without regard to case. `nil` for accounts of other providers that have none.
    public var email: EmailAddress?
    /// The encoded hash of the password; `nil` without one.
    public var passwordHash: PasswordHash?
    /// Whether it may sign in.
    public var status: Status
    /// The role, whose policies and whose parents' policies count.
    public var role: Role.ID?
    /// Whom the account signs in with: `default` is our own password.
    public var provider: Provider
    /// The account's name at its provider.
    public var externalIdentifier: String?
    /// Whether a static token opens the account. The token itself is nowhere.
    public var hasStaticToken: Bool
    /// Whether a second factor is asked for at sign-in.
    public var hasSecondFactor: Bool
    /// When it last signed in or refreshed.
    public var lastAccess: Timestamp?

    /// Directus' statuses (spec section 2.1). Only ``active`` can sign in, refresh, or use a static token.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case draft, invited, unverified, active, suspended, archived
    }

    /// Whom an account signs in with. Open: names come from the configuration.
    public struct Provider: RawRepresentable, Hashable, Sendable {
        /// The provider's name in `AUTH_PROVIDERS`, or `default`.
        public let rawValue: String

        /// - Parameter rawValue: the name in `AUTH_PROVIDERS`.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// E-mail and password, kept here.
        public static let `default` = Self(rawValue: "default")
    }

    /// An active account of our own provider unless said otherwise.
    public init(
        id: ID, realm: Realm, email: EmailAddress? = nil, passwordHash: PasswordHash? = nil, status: Status = .active,
        role: Role.ID? = nil, provider: Provider = .default, externalIdentifier: String? = nil,
        hasStaticToken: Bool = false, hasSecondFactor: Bool = false,
        lastAccess: Timestamp? = nil
    ) {
        self.id = id
        self.realm = realm
        self.email = email
        self.passwordHash = passwordHash
        self.status = status
        self.role = role
        self.provider = provider
        self.externalIdentifier = externalIdentifier
        self.hasStaticToken = hasStaticToken
        self.hasSecondFactor = hasSecondFactor
        self.lastAccess = lastAccess
    }
}
