import Synchronization

/// Somebody who has shown a good credential.
public struct Identity: Sendable {
    private let snapshot: Snapshot
    /// What he may do where he is.
    public let rights: Rights

    /// Whose credential it is.
    public var account: Account { snapshot.account }
    /// What the account tells of itself.
    public var profile: Profile { snapshot.profile }
    /// The ids of the `access` rows that attach policies to the account itself.
    public var attachments: [String] { snapshot.attachments }
    /// The session that the credential belongs to; `nil` for a static token.
    public var session: Session.ID? { snapshot.session?.id }

    /// Whether a second factor has to be set up before anything else (D16). A static token owes none.
    public var owesSecondFactor: Bool {
        session != nil && rights.enforcesSecondFactor && !account.hasSecondFactor
    }

    /// Whether the credential would still be good inside this transaction.
    func isStillGood(_ reading: any VaultReading, at now: Timestamp) throws -> Bool {
        let holder: Account?
        switch snapshot.credential {
        case .session(let id):
            guard let found = try reading.sessionAndAccount(id), found.session.revoked == nil,
                found.session.absoluteExpiry.map({ now < $0 }) ?? true
            else { return false }
            holder = found.account
        case .staticToken(let digest): holder = try reading.account(staticToken: digest)
        }
        return holder?.id == account.id && holder?.status == .active
    }

    /// What a door shows of exactly this state; `nil` if that depends on where the client is.
    public var remembered: Remembered? { snapshot.rightsEverywhere == nil ? nil : snapshot.remembered }

    init(_ snapshot: Snapshot, client: @autoclosure () -> Client) {
        self.snapshot = snapshot
        rights = snapshot.rightsEverywhere ?? snapshot.grants.rights(at: client().address)
    }
}

/// Bytes that were derived from a state, kept as long as the state is believed.
public final class Remembered: Sendable {
    private let bytes = Mutex<[UInt8]?>(nil)

    /// Nothing yet.
    public init() {}

    /// The bytes, derived when they are not there yet.
    public func callAsFunction(_ derive: () -> [UInt8]) -> [UInt8] {
        if let known = bytes.withLock({ $0 }) { return known }
        let derived = derive()
        bytes.withLock { $0 = derived }
        return derived
    }
}

extension Identity {
    /// The state that an identity is made of, as one read of the vault found it. One object, so that those who believe it
    /// for a second share it instead of copying it.
    final class Snapshot: Sendable {
        let credential: IdentityCache.Key
        let account: Account
        let profile: Profile
        let grants: Grants
        let attachments: [String]
        let session: Session?
        /// The rights, if they are the same wherever the client is.
        let rightsEverywhere: Rights?
        let remembered = Remembered()

        /// - Throws: ``StorageError``
        /// - Returns: `nil` if the account has no profile, that is: is gone.
        init?(
            _ credential: IdentityCache.Key, of account: Account, session: Session?, _ reading: any VaultReading
        ) throws {
            guard let profile = try reading.profile(of: account.id) else { return nil }
            self.credential = credential
            self.account = account
            self.profile = profile
            self.session = session
            grants = try reading.grants(of: account)
            attachments = try reading.attachments(of: .account(account.id))
            rightsEverywhere = grants.areBoundToAddresses ? nil : grants.rights(at: nil)
        }
    }
}
