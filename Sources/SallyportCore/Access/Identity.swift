/// Somebody who has shown a good credential.
public struct Identity: Sendable {
    public var account: Account
    public var profile: Profile
    public var grants: Grants
    public var rights: Rights
    /// The session that the credential belongs to; `nil` for a static token.
    public var session: Session.ID?

    /// The state that an identity is made of, as one read of the vault found it.
    struct Snapshot: Sendable {
        var account: Account
        var profile: Profile
        var grants: Grants
        var session: Session?
        var read: Timestamp
    }

    init(_ snapshot: Snapshot, client: Client) {
        account = snapshot.account
        profile = snapshot.profile
        grants = snapshot.grants
        rights = snapshot.grants.rights(at: client.address)
        session = snapshot.session?.id
    }
}
