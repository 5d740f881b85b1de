import Foundation
import SDKRuntime

/// When a request is sent again, and after how long (`specs/medusa.md` A6.5): by what came back, whatever the method.
struct Retries: Sendable {
    /// How often a request is sent again at most.
    let maximum: Int

    /// The longest wait that this library thinks of by itself. In JavaScript the waits grow without an end.
    static let longestDelay = Duration.seconds(10)
    /// The longest wait that is made because the server asks for it.
    static let longestAsked = Duration.seconds(300)

    /// How long to wait before the request is sent again; `nil` when it is not.
    ///
    /// - Parameters:
    ///   - number: which time it would be sent again, 1 for the first.
    ///   - outcome: what came of the last time.
    ///   - request: what was sent.
    ///   - now: the device's time, to hold against a date in `Retry-After`.
    func wait(
        before number: Int, after outcome: Result<TransportResponse, MedusaError>, to request: TransportRequest,
        now: Date
    ) -> Duration? {
        // What is not the same when it is done twice (RFC 9110 section 9.2.2) is sent again only with the key by which the server can tell that it is the same.
        guard number <= maximum,
            !["POST", "PATCH"].contains(request.method) || request.headers["Idempotency-Key"] != nil
        else {
            return nil
        }
        switch outcome {
        case .failure(let error):
            return [.network, .timedOut].contains(error.type) ? Self.delay(before: number) : nil
        case .success(let response):
            // 500 is left out on purpose: what failed so fails again.
            guard response.status == 409 || (501...599).contains(response.status) else { return nil }
            guard response.headers["Retry-After"] != nil else { return Self.delay(before: number) }
            guard let asked = response.retryAfter(now: now), asked > .zero, asked <= Self.longestAsked else {
                return nil
            }
            return asked
        }
    }

    /// (2ⁿ − 1) / 2 seconds: 0.5, 1.5, 3.5, 7.5, and then the longest.
    private static func delay(before number: Int) -> Duration {
        let halves = (1 << min(number, 30)) - 1
        return min(.milliseconds(500) * halves, longestDelay)
    }
}
