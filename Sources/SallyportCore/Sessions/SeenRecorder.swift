import Logging

/// Notes, off the request's path, that a session's current counter was shown: once a rotation (design section 5).
///
/// An actor, because what is under way and what waits for it belong together.
public actor SeenRecorder {
    private let vault: any Vault
    private let identities: IdentityCache
    private let logger: Logger
    private var underWay: [Session.ID: Task<Void, Never>] = [:]

    init(vault: any Vault, identities: IdentityCache, logger: Logger) {
        self.vault = vault
        self.identities = identities
        self.logger = logger
    }

    /// Starts to write it down; the request does not wait.
    func note(_ session: Session.ID, counter: Int64, at now: Timestamp) {
        guard underWay[session] == nil else { return }
        underWay[session] = Task {
            do {
                try await vault.write(.relaxed) { try $0.noteSeen(session, counter: counter, at: now) }
                identities.forget(session)
            } catch {
                // Not seen is the safe side for the client: its predecessor stays good a little longer.
                logger.warning("Could not note that a token was seen.", metadata: ["error": "\(error)"])
            }
            underWay[session] = nil
        }
    }

    /// Waits until what is under way for the session is written, so that a refresh judges what was shown before it.
    func settle(_ session: Session.ID) async {
        await underWay[session]?.value
    }

    /// Waits until everything is written: at shut-down.
    public func settle() async {
        for task in underWay.values { await task.value }
    }
}
