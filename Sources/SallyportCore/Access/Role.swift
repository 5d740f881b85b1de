/// A role. Roles form a chain by their parents, and an account has what its whole chain has (Directus spec section 2.7).
public struct Role: Sendable, Hashable {
    /// A role's id.
    public typealias ID = Identifier<Role>

    /// The role's id.
    public var id: ID
    /// What it is called; at most 100 characters in Directus.
    public var name: String
    /// The name of an icon of Directus' Studio.
    public var icon: String
    /// What it is for.
    public var description: String?
    /// The role above it, whose policies count too.
    public var parent: ID?

    /// A role with Directus' icon unless said otherwise.
    public init(
        id: ID, name: String, icon: String = "supervised_user_circle", description: String? = nil, parent: ID? = nil
    ) {
        self.id = id
        self.name = name
        self.icon = icon
        self.description = description
        self.parent = parent
    }
}
