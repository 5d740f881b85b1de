/// The house an account belongs to (design section 4). E-mail is unique within a realm; neither door sees, names, counts
/// or blocks the other's accounts.
public enum Realm: String, Sendable, Hashable, CaseIterable {
    /// Directus' door.
    case team
    /// Medusa's door.
    case store
}
