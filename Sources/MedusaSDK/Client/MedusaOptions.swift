public import Foundation
public import SDKRuntime

/// What a client works with; the defaults are for apps, the rest for tests and special networks.
public struct MedusaOptions: Sendable {
    /// The way to the server: `axiosAdapter` in JavaScript.
    public var transport: any HTTPTransport
    /// The time, and how to wait.
    public var clock: any SessionClock
    /// How long a request may go without an answer. In JavaScript it may go for ever.
    public var timeout: Duration
    /// Makes the idempotency key of a request (`specs/medusa.md` A6.2): a version 4 UUID in small letters.
    public var makeIdempotencyKey: @Sendable () -> String

    /// Options with these parts.
    public init(
        transport: any HTTPTransport = URLSessionTransport(), clock: any SessionClock = SystemClock(),
        timeout: Duration = .seconds(30),
        makeIdempotencyKey: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) {
        self.transport = transport
        self.clock = clock
        self.timeout = timeout
        self.makeIdempotencyKey = makeIdempotencyKey
    }
}
