/// That a role or an account holds a policy; with neither, everybody who is not signed in, or has no role, does. What the
/// query did not ask for, or the account may not see, is `nil`.
public struct DirectusAccess: Sendable, Equatable, Decodable {
    /// The id, a UUID.
    public let id: String?
    /// The role that holds the policy.
    public let role: Relation<String, DirectusRole>?
    /// The account that holds the policy.
    public let user: Relation<String, DirectusUser>?
    /// The policy.
    public let policy: Relation<String, DirectusPolicy>?
    /// Its place among others.
    public let sort: Int?
}
