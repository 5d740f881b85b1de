import Synchronization
import Testing

@testable import SallyportCore

/// A process that stood still must know it, whichever of its threads wakes first.
@Suite("The heartbeat")
struct HeartbeatTests {
    /// How long it has been, moved by hand.
    private final class Uptime: Sendable {
        let elapsed = Mutex(Duration.seconds(100))
        func pass(_ duration: Duration) { elapsed.withLock { $0 += duration } }
    }

    private let uptime = Uptime()
    private let heartbeat: Heartbeat

    init() {
        let uptime = uptime
        heartbeat = Heartbeat { uptime.elapsed.withLock { $0 } }
    }

    private func live(for duration: Duration) {
        for _ in 0..<Int(duration / Heartbeat.pulse) {
            heartbeat.beat()
            uptime.pass(Heartbeat.pulse)
        }
        heartbeat.beat()
    }

    private var isLate: Bool { heartbeat.mayBeOlder(than: .seconds(10), readAt: heartbeat.now()) }

    @Test("while it beats, what was just read is not old")
    func alive() {
        live(for: .seconds(60))
        #expect(!isLate)
    }

    @Test("after a standstill what is read may be old: before the first beat, after it, and then no more")
    func standstill() {
        live(for: .seconds(3))
        uptime.pass(.seconds(11))
        #expect(isLate)
        heartbeat.beat()
        #expect(isLate)
        live(for: .seconds(4))
        #expect(isLate)
        live(for: .seconds(2))
        #expect(!isLate)
    }

    @Test("a shorter standstill makes nothing old")
    func short() {
        live(for: .seconds(3))
        uptime.pass(.seconds(9))
        heartbeat.beat()
        #expect(!isLate)
    }

    @Test("what waited here is old, and what waited here after a standstill the sooner")
    func waiting() {
        live(for: .seconds(3))
        let read = heartbeat.now()
        live(for: .seconds(10) - Heartbeat.pulse)
        #expect(!heartbeat.mayBeOlder(than: .seconds(10), readAt: read))
        live(for: Heartbeat.pulse)
        #expect(heartbeat.mayBeOlder(than: .seconds(10), readAt: read))

        uptime.pass(.seconds(7))
        heartbeat.beat()
        let later = heartbeat.now()
        #expect(!isLate)
        live(for: .seconds(4))
        #expect(heartbeat.mayBeOlder(than: .seconds(10), readAt: later))
    }

    @Test("a process that never beats is not thought to stand still")
    func silent() {
        let read = heartbeat.now()
        #expect(!isLate)
        uptime.pass(.seconds(10))
        #expect(!isLate)
        #expect(heartbeat.mayBeOlder(than: .seconds(10), readAt: read))
    }
}
