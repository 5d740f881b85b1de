import Logging
import Synchronization

/// Notes, off the request's path, that a session's current counter was shown: once a rotation (design section 5).
///
/// Not an actor: every refresh asks whether something is under way for its session, and must not queue for the answer.
public final class SeenRecorder: Sendable {
    private let vault: any Vault
    private let identities: IdentityCache
    private let logger: Logger
    /// By session and counter: of an old counter and a new one, both count.
    private let underWay = Mutex<[Session.ID: [Int64: Task<Void, Never>]]>([:])

    init(vault: any Vault, identities: IdentityCache, logger: Logger) {
        self.vault = vault
        self.identities = identities
        self.logger = logger
    }

    /// Starts to write it down; the request does not wait.
    func note(_ session: Session.ID, counter: Int64, at now: Timestamp) {
        underWay.withLock { tasks in
            guard tasks[session]?[counter] == nil else { return }
            tasks[session, default: [:]][counter] = Task { await write(session, counter: counter, at: now) }
        }
    }

    private func write(_ session: Session.ID, counter: Int64, at now: Timestamp) async {
        do {
            try await vault.write(.relaxed) { try $0.noteSeen(session, counter: counter, at: now) }
            identities.forget(session)
        } catch {
            // Not seen is the safe side for the client: its predecessor stays good a little longer.
            logger.warning("Could not note that a token was seen.", metadata: ["error": "\(error)"])
        }
        underWay.withLock { tasks in
            tasks[session]?[counter] = nil
            if tasks[session]?.isEmpty == true { tasks[session] = nil }
        }
    }

    /// Waits until what is under way for the session is written, so that a refresh judges what was shown before it.
    func settle(_ session: Session.ID) async {
        guard let tasks = underWay.withLock({ $0[session] }) else { return }
        for task in tasks.values { await task.value }
    }

    /// Waits until everything is written: at shut-down.
    public func settle() async {
        for task in underWay.withLock({ $0.values.flatMap(\.values) }) { await task.value }
    }
}
