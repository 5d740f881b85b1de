/// A policy as Directus has it: what whoever holds it may do. What the query did not ask for, or the account may not see,
/// is `nil`.
public struct DirectusPolicy: Sendable, Equatable, Decodable {
    /// The id, a UUID.
    public let id: String?
    /// The name.
    public let name: String?
    /// An icon's name.
    public let icon: String?
    /// What it is for.
    public let description: String?
    /// `ip_access`: the addresses, ranges and networks from which it counts; `nil` or empty: from everywhere.
    public let ipAccess: [String]?
    /// `enforce_tfa`: whether two-factor sign-in is asked for.
    public let enforcesTwoFactor: Bool?
    /// `admin_access`: whether everything is permitted.
    public let hasAdminAccess: Bool?
    /// `app_access`: whether the Studio is open.
    public let hasAppAccess: Bool?
    /// What it permits.
    public let permissions: [Relation<Int, DirectusPermission>]?
    /// Which accounts hold it.
    public let users: [Relation<String, DirectusAccess>]?
    /// Which roles hold it.
    public let roles: [Relation<String, DirectusAccess>]?

    private enum CodingKeys: String, CodingKey {
        case id, name, icon, description, permissions, users, roles
        case ipAccess = "ip_access"
        case enforcesTwoFactor = "enforce_tfa"
        case hasAdminAccess = "admin_access"
        case hasAppAccess = "app_access"
    }
}
