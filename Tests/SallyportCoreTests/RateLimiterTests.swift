import SallyportCore
import TestSupport
import Testing

@Suite("Limiting rates")
struct RateLimiterTests {
    @Test("so many points a window and key, then none until it ends")
    func window() throws {
        let clock = ManualClock()
        let start = clock.now
        let limiter = RateLimiter(RateLimiter.Limit(points: 2, window: .seconds(20)))
        try limiter.take("a", at: clock.now)
        clock.advance(by: .seconds(5))
        try limiter.take("a", at: clock.now)
        let refusal = #expect(throws: RateLimiter.Refusal.self) { try limiter.take("a", at: clock.now) }
        #expect(refusal?.reset == start + .seconds(20))
        try limiter.take("b", at: clock.now)
        clock.advance(by: .seconds(15))
        try limiter.take("a", at: clock.now)
    }
}
