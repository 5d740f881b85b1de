public import Foundation

/// The time, and how to wait for it. Give a client another clock to test how your app behaves in an hour, at once.
public protocol SessionClock: Sendable {
    /// What the device's clock shows.
    var now: Date { get }

    /// Waits. Time that the device sleeps counts.
    ///
    /// - Throws: an error when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The device's own clock.
public struct SystemClock: SessionClock {
    /// The device's own clock.
    public init() {}

    public var now: Date { Date() }

    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}
