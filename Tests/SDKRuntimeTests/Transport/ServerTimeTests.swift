import Foundation
import SDKRuntime
import Testing

@Suite("The server's time")
struct ServerTimeTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Date(timeIntervalSince1970: 784_111_777)

    @Test("a clock that is ten minutes off is learned to the second", arguments: [600.0, -600])
    func learns(difference: Double) {
        var time = ServerTime()
        time.learn(from: now.addingTimeInterval(difference), now: now)
        #expect(abs(time.skew - difference) <= 1)
        #expect(abs(time.time(at: now + 3600).timeIntervalSince(now + 3600 + difference)) <= 1)
    }

    @Test("a second or so, which Date cannot show, is ignored", arguments: [-2.0, -1, 0, 1])
    func ignores(difference: Double) {
        var time = ServerTime()
        time.learn(from: now.addingTimeInterval(difference), now: now)
        #expect(time.skew == 0)
        #expect(time.time(at: now) == now)
    }

    @Test("what is known stays while answers differ from it by a second only")
    func keeps() {
        var time = ServerTime()
        time.learn(from: now + 600, now: now)
        let learned = time.skew
        for difference in [599.0, 600, 601] { time.learn(from: now + difference, now: now) }
        #expect(time.skew == learned)
    }

    @Test("a clock that was put right again is trusted again", arguments: [600.0, -600, 3])
    func backToZero(difference: Double) {
        var time = ServerTime()
        time.learn(from: now + difference, now: now)
        time.learn(from: now, now: now)
        #expect(time.skew == 0)
    }

    @Test("an answer without a Date teaches nothing")
    func noDate() {
        var time = ServerTime()
        time.learn(from: now + 600, now: now)
        let learned = time.skew
        time.learn(from: nil, now: now)
        #expect(time.skew == learned)
    }

    @Test("an answer's Date is the server's time")
    func date() {
        let answer = TransportResponse(status: 200, headers: ["date": "Sun, 06 Nov 1994 08:49:37 GMT"])
        #expect(answer.date == now)
    }

    @Test("the Date of what a cache kept, or one that is none, is not", arguments: [("Age", "0"), ("Age", "86400")])
    func cached(name: String, value: String) {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(TransportResponse(status: 200, headers: ["Date": date, name: value]).date == nil)
        #expect(TransportResponse(status: 200, headers: ["Date": "yesterday"]).date == nil)
    }
}
