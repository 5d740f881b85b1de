public import Foundation
public import OrderedJSON

/// An account as Directus has it: `try await client.request(.readMe(), as: DirectusUser.self)`. What the query did not ask
/// for, or the account may not see, is `nil`. For fields of your own, write a type of your own.
public struct DirectusUser: Sendable, Equatable, Decodable {
    /// The id, a UUID.
    public let id: String?
    /// `first_name`.
    public let firstName: String?
    /// `last_name`.
    public let lastName: String?
    /// The e-mail address.
    public let email: String?
    /// Ten asterisks if the account has a password.
    public let password: String?
    /// Where the person is.
    public let location: String?
    /// The title.
    public let title: String?
    /// What the person says of themselves.
    public let description: String?
    /// Tags.
    public let tags: [String]?
    /// The picture's id, or as much of it as the query asked for.
    public let avatar: JSON?
    /// The language, such as `en-US`.
    public let language: String?
    /// `tfa_secret`: ten asterisks if two-factor sign-in is on.
    public let twoFactorSecret: String?
    /// Whether the account may sign in.
    public let status: Status?
    /// The role.
    public let role: Relation<String, DirectusRole>?
    /// Ten asterisks if the account has a static token.
    public let token: String?
    /// The provider that the account signs in with.
    public let provider: String?
    /// `external_identifier`: the provider's name for the account.
    public let externalIdentifier: String?
    /// `email_notifications`: whether it gets mail.
    public let emailNotifications: Bool?
    /// `last_access`: when the account was last used.
    public let lastAccess: Date?
    /// What gives the account policies of its own.
    public let policies: [Relation<String, DirectusAccess>]?

    /// Whether an account may sign in: only an active one may.
    public struct Status: WireValue {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// May sign in.
        public static let active: Self = "active"
        /// Was invited, and has not accepted yet.
        public static let invited: Self = "invited"
        /// Is being prepared.
        public static let draft: Self = "draft"
        /// Registered, and has not confirmed the address yet.
        public static let unverified: Self = "unverified"
        /// Was locked out.
        public static let suspended: Self = "suspended"
        /// Is kept, and no more in use.
        public static let archived: Self = "archived"
    }

    private enum CodingKeys: String, CodingKey {
        case id, email, password, location, title, description, tags, avatar, language, status, role, token, provider
        case policies
        case firstName = "first_name"
        case lastName = "last_name"
        case twoFactorSecret = "tfa_secret"
        case externalIdentifier = "external_identifier"
        case emailNotifications = "email_notifications"
        case lastAccess = "last_access"
    }
}
