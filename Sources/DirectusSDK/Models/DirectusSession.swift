public import Foundation

/// A session that lives: where an account is signed in. Only Sallyport answers with these. What the query did not ask for,
/// or the account may not see, is `nil`.
public struct DirectusSession: Sendable, Equatable, Decodable {
    /// The id, a UUID. It is no secret: nobody can act with it.
    public let id: String?
    /// Whose session it is.
    public let user: Relation<String, DirectusUser>?
    /// The provider that the account signed in with.
    public let provider: String?
    /// When the account signed in.
    public let created: Date?
    /// `last_seen`: when the session was last used.
    public let lastSeen: Date?
    /// When it ends unless it is used.
    public let expires: Date?
    /// The address that the account signed in from.
    public let ip: String?
    /// `user_agent`: the program that the account signed in with, as it called itself.
    public let userAgent: String?
    /// The web page that the account signed in on.
    public let origin: String?
    /// `current`: whether it is the one that asks.
    public let isCurrent: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, user, provider, created, expires, ip, origin
        case lastSeen = "last_seen"
        case userAgent = "user_agent"
        case isCurrent = "current"
    }
}
