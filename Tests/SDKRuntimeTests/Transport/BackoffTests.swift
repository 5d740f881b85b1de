import SDKRuntime
import Testing

@Suite("Growing waits")
struct BackoffTests {
    private let backoff = Backoff(base: .seconds(1), cap: .seconds(300))

    @Test(
        "the wait doubles with each failure, up to the cap",
        arguments: [
            (0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 300), (11, 300), (1000, 300), (Int.max, 300),
        ])
    func doubles(failures: Int, seconds: Int) {
        #expect(backoff.wait(afterFailures: failures, chance: 1) == .seconds(seconds))
    }

    @Test("half of it is certain, and half is chance", arguments: [(0.0, 4000), (0.25, 5000), (0.5, 6000), (1, 8000)])
    func chance(chance: Double, milliseconds: Int) {
        #expect(backoff.wait(afterFailures: 4, chance: chance) == .milliseconds(milliseconds))
    }

    @Test("a cap below the base counts")
    func smallCap() {
        #expect(Backoff(base: .seconds(5), cap: .seconds(2)).wait(afterFailures: 1, chance: 1) == .seconds(2))
    }
}

@Suite("What may be sent twice")
struct RetryPolicyTests {
    @Test(
        "what RFC 9110 calls idempotent, and SEARCH, which reads",
        arguments: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "SEARCH"])
    func idempotent(method: String) {
        #expect(RetryPolicy.isIdempotent(method))
    }

    @Test("nothing else, and no method in small letters", arguments: ["POST", "PATCH", "CONNECT", "get", ""])
    func notIdempotent(method: String) {
        #expect(!RetryPolicy.isIdempotent(method))
    }

    @Test("never means once")
    func never() {
        #expect(RetryPolicy.never.attempts == 1)
    }
}
