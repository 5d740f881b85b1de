import Foundation
import SDKRuntime
import Testing

@Suite("Reading a Set-Cookie line")
struct SetCookieTests {
    @Test(
        "the name ends at the first equals sign, the value at the first semicolon",
        arguments: [
            ("SID=31d4d96e407aad42", "SID", "31d4d96e407aad42"),
            ("  SID \t=\t 31d4 ; Path=/", "SID", "31d4"),
            ("token=YWJj=ZGVm==; Path=/", "token", "YWJj=ZGVm=="),
            ("token=\"quoted value\"", "token", "\"quoted value\""),
            ("empty=", "empty", ""),
            ("empty=;Max-Age=60", "empty", ""),
        ])
    func pair(line: String, name: String, value: String) {
        let cookie = SetCookie(line)
        #expect(cookie?.name == name)
        #expect(cookie?.value == value)
    }

    @Test("a line without a name sets nothing", arguments: ["", "SID", "=value", " = value", "; Path=/", "SID; a=b"])
    func nameless(line: String) {
        #expect(SetCookie(line) == nil)
    }

    @Test(
        "a line with a control character sets nothing",
        arguments: [
            "SID=a\u{0}b", "SID=a\r\nb", "S\u{1F}ID=a", "SID=a\u{7F}", "SID=a; Path=/\u{1}", "SID=a; \u{8}=b",
        ])
    func controls(line: String) {
        #expect(SetCookie(line) == nil)
    }

    @Test("a tab is white space, and no control character that spoils a line")
    func tab() {
        #expect(SetCookie("SID=a\tb;\tSecure\t")?.value == "a\tb")
        #expect(SetCookie("SID=a\tb;\tSecure\t")?.isSecure == true)
    }

    @Test(
        "attributes are read whatever their case and the white space around them",
        arguments: [
            "a=b; Max-Age=60; Domain=example.com; Path=/docs; Secure",
            "a=b;max-age=60;domain=EXAMPLE.com;path=/docs;secure",
            "a=b ;  MAX-AGE =  60 ;\tDOMAIN\t= .Example.Com ; PATH = /docs ; SECURE=no",
        ])
    func attributes(line: String) {
        let cookie = SetCookie(line)
        #expect(cookie?.maxAge == 60)
        #expect(cookie?.domain == "example.com")
        #expect(cookie?.path == "/docs")
        #expect(cookie?.isSecure == true)
    }

    @Test("of an attribute that stands twice the last one counts")
    func lastCounts() {
        let cookie = SetCookie(
            "a=b; Max-Age=1; Domain=one.example; Path=/one; Max-Age=2; Domain=two.example; Path=/two")
        #expect(cookie?.maxAge == 2)
        #expect(cookie?.domain == "two.example")
        #expect(cookie?.path == "/two")
    }

    @Test("the last Expires that is a date counts")
    func lastExpires() {
        let cookie = SetCookie(
            "a=b; Expires=Sun, 06 Nov 1994 08:49:36 GMT; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Expires=soon")
        #expect(cookie?.expires == Date(timeIntervalSince1970: 784_111_777))
    }

    @Test("an attribute that nobody knows, or that has no name, is passed over")
    func unknown() {
        let cookie = SetCookie("a=b; HttpOnly; SameSite=Lax; Priority=High; =; ; ;Path=/docs")
        #expect(cookie?.value == "b")
        #expect(cookie?.path == "/docs")
    }

    @Test(
        "Max-Age is digits with a minus before them or not; anything else is passed over",
        arguments: [
            ("0", 0), ("-1", -1), ("604800", 604_800), ("", nil), ("-", nil), ("+60", nil), ("60s", nil), ("1.5", nil),
            ("six", nil), ("٦", nil), ("--1", nil),
        ] as [(String, Int?)])
    func maxAge(text: String, seconds: Int?) {
        #expect(SetCookie("a=b; Max-Age=\(text)")?.maxAge == seconds)
    }

    @Test("a Max-Age that no number holds lasts for long, or ends at once")
    func hugeMaxAge() throws {
        let long = try #require(SetCookie("a=b; Max-Age=99999999999999999999")?.maxAge)
        #expect(long > 10 * 365 * 86400)
        let over = try #require(SetCookie("a=b; Max-Age=-99999999999999999999")?.maxAge)
        #expect(over <= 0)
    }

    @Test(
        "a Path that does not begin with a slash leaves the default, also after one that does",
        arguments: ["Path=docs", "Path=", "Path", "Path=/docs; Path=docs"])
    func noPath(attributes: String) {
        let cookie = SetCookie("a=b; \(attributes)")
        #expect(cookie != nil)
        #expect(cookie?.path == nil)
    }
}
