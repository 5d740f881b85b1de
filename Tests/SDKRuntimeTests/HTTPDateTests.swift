import Foundation
import SDKRuntime
import Testing

@Suite("Dates in headers")
struct HTTPDateTests {
    @Test(
        "each form that RFC 9110 and RFC 6265 know is read",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
            "06 nov 1994 8:49:37",
        ])
    func reads(text: String) {
        #expect(HTTPDate.parse(text) == Date(timeIntervalSince1970: 784_111_777))
    }

    @Test("what is no date is none", arguments: ["", "tomorrow", "Sun, 06 Nov 1994", "32 Nov 1994 08:49:37", "0"])
    func refuses(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test("a leap day and the year 2100, which has none, are counted rightly")
    func leapDays() {
        #expect(HTTPDate.parse("Thu, 29 Feb 2024 00:00:00 GMT") == Date(timeIntervalSince1970: 1_709_164_800))
        #expect(HTTPDate.parse("Mon, 01 Mar 2100 00:00:00 GMT") == Date(timeIntervalSince1970: 4_107_542_400))
    }
}
