/// A role as Directus has it: what its accounts have in common. What the query did not ask for, or the account may not see,
/// is `nil`.
public struct DirectusRole: Sendable, Equatable, Decodable {
    /// The id, a UUID.
    public let id: String?
    /// The name.
    public let name: String?
    /// An icon's name.
    public let icon: String?
    /// What it is for.
    public let description: String?
    /// The role whose policies it has too.
    public let parent: Relation<String, DirectusRole>?
    /// The roles that have this one as their parent.
    public let children: [Relation<String, DirectusRole>]?
    /// What gives the role its policies.
    public let policies: [Relation<String, DirectusAccess>]?
    /// The accounts that have the role.
    public let users: [Relation<String, DirectusUser>]?
}
