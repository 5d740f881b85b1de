import Synchronization

/// What this node believes of sessions and accounts for at most one second (design section 5: "every access token dies
/// with its session within one second on every node, on one node at once").
///
/// A snapshot that was read before something was forgotten is not kept after it: whoever reads takes a ``Ticket`` first,
/// and forgetting makes the tickets of that shard void. Otherwise a slow read could revive a session that has just ended.
final class IdentityCache: Sendable {
    /// How long a snapshot is believed.
    static let trust: Duration = .seconds(1)

    enum Key: Hashable, Sendable {
        case session(Session.ID)
        case staticToken(StaticToken.Digest)
    }

    /// A right to keep what is read from now on.
    struct Ticket: Sendable {
        fileprivate var generation: UInt64
    }

    private struct Shard {
        var snapshots: [Key: Identity.Snapshot] = [:]
        var generation: UInt64 = 0
    }

    /// A Mutex cannot stand in an array; a reference to one can.
    private final class Slot: Sendable {
        let shard = Mutex(Shard())
    }

    private static let capacity = 256
    private let slots = (0..<64).map { _ in Slot() }
    /// Whether other nodes' changes reach this one; without that, nothing is believed.
    private let isTold = Atomic<Bool>(true)

    private func slot(_ key: Key) -> Slot {
        slots[Int(UInt(bitPattern: key.hashValue) % UInt(slots.count))]
    }

    /// A snapshot that may still be believed.
    func snapshot(_ key: Key, at now: Timestamp) -> Identity.Snapshot? {
        guard isTold.load(ordering: .acquiring) else { return nil }
        return slot(key).shard.withLock { shard in
            guard let snapshot = shard.snapshots[key] else { return nil }
            if snapshot.isTrusted(at: now) { return snapshot }
            // Not even later, should the clock be set back.
            shard.snapshots[key] = nil
            return nil
        }
    }

    func ticket(_ key: Key) -> Ticket {
        slot(key).shard.withLock { Ticket(generation: $0.generation) }
    }

    /// Keeps a snapshot that was read after the ticket was taken, unless something was forgotten meanwhile.
    func keep(_ snapshot: Identity.Snapshot, as key: Key, ticket: Ticket) {
        slot(key).shard.withLock { shard in
            guard shard.generation == ticket.generation else { return }
            if shard.snapshots.count >= Self.capacity {
                shard.snapshots = shard.snapshots.filter { $0.value.isTrusted(at: snapshot.read) }
                if shard.snapshots.count >= Self.capacity { shard.snapshots.removeAll(keepingCapacity: true) }
            }
            shard.snapshots[key] = snapshot
        }
    }

    /// The session changed or ended.
    func forget(_ session: Session.ID) {
        forget(Key.session(session))
    }

    /// What a credential stands for changed, or is gone.
    func forget(_ key: Key) {
        slot(key).shard.withLock { shard in
            shard.generation &+= 1
            shard.snapshots[key] = nil
        }
    }

    /// Roles, policies or permissions changed, or nobody knows what did.
    func forgetEverything() {
        for slot in slots {
            slot.shard.withLock { shard in
                shard.generation &+= 1
                shard.snapshots.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Other nodes' changes reach this one from now on, or no longer do.
    func setTold(_ isTold: Bool) {
        self.isTold.store(isTold, ordering: .releasing)
    }

    /// The account changed, and with it all of its sessions and its static token.
    func forget(_ account: Account.ID) {
        for slot in slots {
            slot.shard.withLock { shard in
                shard.generation &+= 1
                shard.snapshots = shard.snapshots.filter { $0.value.account.id != account }
            }
        }
    }
}

extension Identity.Snapshot {
    /// A clock that was set back makes a snapshot seem to come from the future: then it is not believed either.
    fileprivate func isTrusted(at now: Timestamp) -> Bool {
        read <= now && now - read < IdentityCache.trust
    }
}
