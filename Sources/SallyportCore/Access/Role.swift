/// A role. Roles form a chain by their parents, and an account has what its whole chain has (Directus spec section 2.7).
public struct Role: Sendable, Hashable {
    public typealias ID = Identifier<Role>

    public var id: ID
    public var name: String
    public var icon: String
    public var description: String?
    public var parent: ID?

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
