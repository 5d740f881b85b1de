/// Somebody who has shown a good credential.
public struct Identity: Sendable {
    private let snapshot: Snapshot
    /// What he may do where he is.
    public let rights: Rights

    public var account: Account { snapshot.account }
    public var profile: Profile { snapshot.profile }
    /// The ids of the `access` rows that attach policies to the account itself.
    public var attachments: [String] { snapshot.attachments }
    /// The session that the credential belongs to; `nil` for a static token.
    public var session: Session.ID? { snapshot.session?.id }

    init(_ snapshot: Snapshot, client: @autoclosure () -> Client) {
        self.snapshot = snapshot
        rights = snapshot.rightsEverywhere ?? snapshot.grants.rights(at: client().address)
    }
}

extension Identity {
    /// The state that an identity is made of, as one read of the vault found it. One object, so that those who believe it
    /// for a second share it instead of copying it.
    final class Snapshot: Sendable {
        let account: Account
        let profile: Profile
        let grants: Grants
        let attachments: [String]
        let session: Session?
        let read: Timestamp
        /// The rights, if they are the same wherever the client is.
        let rightsEverywhere: Rights?

        /// - Throws: ``StorageError``
        /// - Returns: `nil` if the account has no profile, that is: is gone.
        init?(_ account: Account, session: Session?, _ reading: any VaultReading, at now: Timestamp) throws {
            guard let profile = try reading.profile(of: account.id) else { return nil }
            self.account = account
            self.profile = profile
            self.session = session
            read = now
            grants = try reading.grants(of: account)
            attachments = try reading.attachments(of: .account(account.id))
            rightsEverywhere = grants.areBoundToAddresses ? nil : grants.rights(at: nil)
        }
    }
}
