import Testing

@testable import SallyportCore

/// The arithmetic of a budget's window.
@Suite("A window of failures")
struct FailureWindowTests {
    private static let start = Timestamp(milliseconds: 1_000_000)
    private static let length = Duration.seconds(900)

    private static func window(failed: Int = 3, pending: Int = 2) -> FailureWindow {
        FailureWindow(
            key: "k", failed: failed, pending: pending, lease: start + .seconds(30), start: start,
            end: start + length)
    }

    @Test("until the lease lapses a reservation is held, and from then on it has failed")
    func lease() {
        let held = Self.window().current(at: Self.start + .milliseconds(29_999), lasting: Self.length)
        #expect((held.failed, held.pending) == (3, 2))
        let lapsed = Self.window().current(at: Self.start + .seconds(30), lasting: Self.length)
        #expect((lapsed.failed, lapsed.pending) == (5, 0))
    }

    @Test("a window that has ended begins anew, with nothing in it, to the millisecond")
    func end() {
        let last = Self.window().current(at: Self.start + Self.length - .milliseconds(1), lasting: Self.length)
        #expect(last.failed == 5)
        let now = Self.start + Self.length
        let next = Self.window().current(at: now, lasting: Self.length)
        #expect((next.failed, next.pending) == (0, 0))
        #expect((next.start, next.end) == (now, now + Self.length))
    }

    @Test("a clock that is set back forgets no failure, and makes no window longer than one is")
    func setBack() {
        let now = Self.start - .seconds(3600)
        let window = Self.window().current(at: now, lasting: Self.length)
        #expect(window.failed == 3)
        #expect((window.start, window.end) == (now, now + Self.length))
    }
}
