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
    /// The role's id, or as much of the role as the query asked for.
    public let role: JSON?
    /// `active`, `invited`, `draft`, `unverified`, `suspended` or `archived`.
    public let status: String?
    /// The provider that the account signs in with.
    public let provider: String?
    /// `external_identifier`: the provider's name for the account.
    public let externalIdentifier: String?
    /// `email_notifications`: whether it gets mail.
    public let emailNotifications: Bool?
    /// When the account was last used, as the server wrote it.
    public let lastAccess: String?

    private enum CodingKeys: String, CodingKey {
        case id, email, location, title, description, tags, avatar, language, role, status, provider
        case firstName = "first_name"
        case lastName = "last_name"
        case externalIdentifier = "external_identifier"
        case emailNotifications = "email_notifications"
        case lastAccess = "last_access"
    }
}
