public import SDKRuntime

/// What a client works with; the defaults are for apps, the rest for tests and special networks. (`globals` in JavaScript.)
public struct ClientOptions: Sendable {
    /// The way to the server.
    public var transport: any HTTPTransport
    /// The time, and how to wait.
    public var clock: any SessionClock
    /// How long a request may go without an answer.
    public var timeout: Duration
    /// Which requests are repeated, and how often.
    public var retries: RetryPolicy
    /// A number from 0 up to 1, by chance: it spreads the waits before repeated tries.
    public var chance: @Sendable () -> Double

    /// Options with these parts.
    public init(
        transport: any HTTPTransport = URLSessionTransport(), clock: any SessionClock = SystemClock(),
        timeout: Duration = .seconds(30), retries: RetryPolicy = RetryPolicy(),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.clock = clock
        self.timeout = timeout
        self.retries = retries
        self.chance = chance
    }
}
