import Synchronization

/// What this node believes of sessions and accounts for at most one second (design section 5: "every access token dies
/// with its session within one second on every node, on one node at once").
///
/// A snapshot that was read before something was forgotten is not kept after it: whoever reads takes a ``Ticket`` first,
/// and forgetting makes the tickets of that shard void. Otherwise a slow read could revive a session that has just ended.
///
/// The second is counted by a clock that nobody sets: one that was set back would prolong it.
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
        fileprivate var taken: Timestamp
    }

    private struct Belief {
        var snapshot: Identity.Snapshot
        /// Before it was read.
        var since: Timestamp

        /// A clock that was set back all the same makes a belief seem to come from the future: then it is none.
        func holds(at now: Timestamp) -> Bool {
            since <= now && now - since < IdentityCache.trust
        }
    }

    private struct Shard {
        var beliefs: [Key: Belief] = [:]
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
    private let clock: Clock

    /// - Parameter clock: runs on, whatever the machine's clock is set to.
    init(clock: @escaping Clock) {
        self.clock = clock
    }

    private func slot(_ key: Key) -> Slot {
        slots[Int(UInt(bitPattern: key.hashValue) % UInt(slots.count))]
    }

    /// A snapshot that may still be believed.
    func snapshot(_ key: Key) -> Identity.Snapshot? {
        guard isTold.load(ordering: .acquiring) else { return nil }
        let now = clock()
        return slot(key).shard.withLock { shard in
            guard let belief = shard.beliefs[key] else { return nil }
            if belief.holds(at: now) { return belief.snapshot }
            // Not even later, should the clock be set back.
            shard.beliefs[key] = nil
            return nil
        }
    }

    func ticket(_ key: Key) -> Ticket {
        let now = clock()
        return slot(key).shard.withLock { Ticket(generation: $0.generation, taken: now) }
    }

    /// Keeps a snapshot that was read after the ticket was taken, unless something was forgotten meanwhile.
    func keep(_ snapshot: Identity.Snapshot, as key: Key, ticket: Ticket) {
        slot(key).shard.withLock { shard in
            guard shard.generation == ticket.generation else { return }
            if shard.beliefs.count >= Self.capacity {
                shard.beliefs = shard.beliefs.filter { $0.value.holds(at: ticket.taken) }
                if shard.beliefs.count >= Self.capacity { shard.beliefs.removeAll(keepingCapacity: true) }
            }
            shard.beliefs[key] = Belief(snapshot: snapshot, since: ticket.taken)
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
            shard.beliefs[key] = nil
        }
    }

    /// Roles, policies or permissions changed, or nobody knows what did.
    func forgetEverything() {
        for slot in slots {
            slot.shard.withLock { shard in
                shard.generation &+= 1
                shard.beliefs.removeAll(keepingCapacity: true)
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
                shard.beliefs = shard.beliefs.filter { $0.value.snapshot.account.id != account }
            }
        }
    }
}
