/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z: the only form of time that is stored or compared.
///
/// Where it comes from is not its affair: the vault's transaction gives `now` (design section 4), and outside of one a
/// ``Clock`` is passed in.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Far ends are clamped: a token may claim any number.
    public init(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        self.milliseconds = overflow ? (seconds < 0 ? .min : .max) : milliseconds
    }

    /// The moment in whole seconds, rounded down: the `NumericDate` of RFC 7519 section 2.
    public var seconds: Int64 {
        milliseconds.quotientRoundedDown(by: 1000)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Far ends are clamped instead of overflowing: a lifetime of ten thousand years is a long lifetime, not a crash.
    public static func + (moment: Self, duration: Duration) -> Self {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(duration.milliseconds)
        return Self(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// Clamped, as addition is.
    public static func - (moment: Self, duration: Duration) -> Self {
        moment + .milliseconds(-duration.milliseconds)
    }

    /// How much later `left` is than `right`; negative if it is earlier.
    public static func - (left: Self, right: Self) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

/// Tells the time. The server passes the system's, a test one that it moves by hand.
public typealias Clock = @Sendable () -> Timestamp

/// Waits. Passed in, as a clock is.
public typealias Pause = @Sendable (Duration) async throws -> Void

extension Duration {
    /// The duration in whole milliseconds, rounded towards zero and clamped to 64 bits.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? (seconds < 0 ? .min : .max) : scaled + attoseconds / 1_000_000_000_000_000
    }

    /// The duration in whole seconds, rounded towards zero.
    public var wholeSeconds: Int64 {
        components.seconds
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
