import Foundation
import SDKRuntime
import Testing

@Suite("Retry-After")
struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Date(timeIntervalSince1970: 784_111_777)

    private func wait(_ headers: HeaderFields) -> Duration? {
        TransportResponse(status: 503, headers: headers).retryAfter(now: now)
    }

    @Test(
        "digits are seconds, of which nobody waits more than a day's",
        arguments: [
            ("0", 0), ("1", 1), ("120", 120), (" 120\t", 120), ("007", 7), ("86400", 86_400), ("604800", 86_400),
            ("9223372036854775807", 86_400), ("99999999999999999999999", 86_400),
        ])
    func seconds(text: String, seconds: Int) {
        #expect(wait(["Retry-After": text]) == .seconds(seconds))
    }

    @Test(
        "a date is held against the answer's own Date, whatever this device's clock shows",
        arguments: [
            "Sun, 06 Nov 1994 08:51:37 GMT", "Sunday, 06-Nov-94 08:51:37 GMT", "Sun Nov  6 08:51:37 1994",
        ])
    func date(text: String) {
        let headers: HeaderFields = ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": text]
        let response = TransportResponse(status: 503, headers: headers)
        #expect(response.retryAfter(now: now) == .seconds(120))
        #expect(response.retryAfter(now: .distantPast) == .seconds(120))
        #expect(response.retryAfter(now: .distantFuture) == .seconds(120))
    }

    @Test("without a Date, or with that of a cache, this device's clock has to do", arguments: [nil, "30"])
    func ownClock(age: String?) {
        var headers: HeaderFields = ["Retry-After": "Sun, 06 Nov 1994 08:51:37 GMT"]
        if let age {
            headers["Age"] = age
            headers["Date"] = "Sun, 06 Nov 1994 08:00:00 GMT"
        }
        #expect(wait(headers) == .seconds(120))
    }

    @Test("a date that is over asks for no wait")
    func past() {
        #expect(wait(["Retry-After": "Sun, 06 Nov 1994 08:49:00 GMT"]) == .zero)
    }

    @Test(
        "what is neither says nothing",
        arguments: ["", " ", "soon", "-1", "+1", "1.5", "1e3", "0x10", "120s", "٣", "32 Nov 1994 08:49:37 GMT"])
    func nonsense(text: String) {
        #expect(wait(["Retry-After": text]) == nil)
    }

    @Test("no field says nothing")
    func none() {
        #expect(wait([:]) == nil)
        #expect(wait(["Date": "Sun, 06 Nov 1994 08:49:37 GMT"]) == nil)
    }

    @Test(
        "what is huge is long, and no number overflows",
        arguments: [
            "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT",
        ])
    func huge(text: String) throws {
        let long = try #require(wait(["Retry-After": text]))
        #expect(long >= .seconds(86400))
        #expect(now.addingTimeInterval(long.seconds) > now)
    }
}
