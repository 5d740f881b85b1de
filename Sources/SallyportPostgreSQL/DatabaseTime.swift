import SallyportCore
import Synchronization

/// The database's time, which all nodes share, between two transactions: this machine's clock, corrected by what the
/// database said at the beginning of the last ones.
final class DatabaseTime: Sendable {
    private let machine: Clock
    /// The database's time minus the machine's, in milliseconds.
    private let offset = Atomic<Int64>(0)

    init(machine: @escaping Clock) {
        self.machine = machine
    }

    /// The machine's time, to hold a round trip against.
    var machineTime: Timestamp { machine() }

    /// Takes note of what the database said, between two moments of the machine's clock.
    func learn(_ time: Timestamp, askedAt: Timestamp, answeredAt: Timestamp) {
        let trip = answeredAt.milliseconds - askedAt.milliseconds
        // A clock that was set back meanwhile says nothing.
        guard trip >= 0 else { return }
        let observed = time.milliseconds - askedAt.milliseconds - trip / 2
        // What lies within the round trip is its own: the time shall not go backwards for it. However slow an answer is,
        // what lies outside is proven wrong.
        if abs(observed - offset.load(ordering: .relaxed)) > trip / 2 + 1 {
            offset.store(observed, ordering: .relaxed)
        }
    }

    /// The database's time now, as well as it is known.
    func now() -> Timestamp {
        Timestamp(milliseconds: machine().milliseconds + offset.load(ordering: .relaxed))
    }
}
