public import Foundation

/// An entry of the activity log: who did what, when and from where. What the query did not ask for, or the account may not
/// see, is `nil`.
public struct DirectusActivity: Sendable, Equatable, Decodable {
    /// The id; later entries have greater ones.
    public let id: Int?
    /// What was done.
    public let action: Action?
    /// Who did it; `nil` if nobody was signed in.
    public let user: Relation<String, DirectusUser>?
    /// When.
    public let timestamp: Date?
    /// The address that it came from.
    public let ip: String?
    /// `user_agent`: the program that it came from, as it called itself.
    public let userAgent: String?
    /// The collection of the item.
    public let collection: String?
    /// The key of the item that it was done to.
    public let item: String?
    /// The web page that it came from.
    public let origin: String?

    /// What was done.
    public struct Action: WireValue {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Somebody signed in.
        public static let login: Self = "login"
        /// Somebody signed out.
        public static let logout: Self = "logout"
        /// An item was made.
        public static let create: Self = "create"
        /// An item was changed.
        public static let update: Self = "update"
        /// An item was deleted.
        public static let delete: Self = "delete"
        /// Somebody tried to sign in, in vain; Sallyport only.
        public static let loginFailed: Self = "login_failed"
        /// A refresh token that had long been replaced came again, and its session was ended; Sallyport only.
        public static let tokenReused: Self = "token_reused"
        /// A session was newer than the server knew, after a loss of power or a restored backup; Sallyport only.
        public static let sessionRestored: Self = "session_restored"
    }

    private enum CodingKeys: String, CodingKey {
        case id, action, user, timestamp, ip, collection, item, origin
        case userAgent = "user_agent"
    }
}
