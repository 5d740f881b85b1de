/// What other nodes do to sessions and accounts, on its way into this node's beliefs.
///
/// Each node believes what it has read for at most a second. When it is told of changes at once, the second is rarely
/// used up; when it was to be told and no longer is, nothing is believed: slower, never wrong.
public struct RemoteChanges: Sendable {
    let identities: IdentityCache

    /// What another node announced.
    public enum Change: Sendable, Hashable {
        /// The session changed or ended.
        case session(Session.ID)
        /// The account changed, and with it all of its sessions and its static token.
        case account(Account.ID)
        /// Roles, policies or permissions changed.
        case everything
    }

    /// Takes note of a change.
    public func note(_ change: Change) {
        switch change {
        case .session(let id): identities.forget(id)
        case .account(let id): identities.forget(id)
        case .everything: identities.forgetEverything()
        }
    }

    /// Changes are announced from now on. What was announced before that was missed, so nothing that was read is kept.
    public func began() {
        identities.forgetEverything()
        identities.setTold(true)
    }

    /// Changes may be missed from now on.
    public func ceased() {
        identities.setTold(false)
    }
}
