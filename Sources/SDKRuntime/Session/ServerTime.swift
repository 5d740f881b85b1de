package import Foundation

/// How far the server's clock is from this device's, learned from the `Date` of its answers.
///
/// Expiry is kept in the server's time: then it stays right when the device's clock is set, jumps or was wrong all along.
package struct ServerTime: Sendable {
    /// The server's time minus the device's, in seconds.
    package private(set) var skew: TimeInterval = 0

    /// `Date` has whole seconds and travels for a while, so a smaller difference says nothing.
    private static let tolerance: TimeInterval = 2

    package init() {}

    /// Takes note of an answer's `Date` that arrived when the device's clock showed `now`.
    package mutating func learn(from date: Date?, now: Date) {
        guard let date else { return }
        // Cut to whole seconds, `Date` is half a second early on the average.
        let observed = date.timeIntervalSince(now) + 0.5
        if abs(observed - skew) > Self.tolerance { skew = abs(observed) > Self.tolerance ? observed : 0 }
    }

    /// The server's time when the device's clock shows `now`.
    package func time(at now: Date) -> Date {
        now.addingTimeInterval(skew)
    }
}
