import Synchronization

/// Tells clients that run beside a test when to sign out, those who will, and when to stop.
final class Stay: Sendable {
    private let state = Mutex((isLeaving: false, isOver: false))

    var isLeaving: Bool { state.withLock { $0.isLeaving } }
    var isOver: Bool { state.withLock { $0.isOver } }

    func leave() { state.withLock { $0.isLeaving = true } }
    func end() { state.withLock { $0.isOver = true } }
}
