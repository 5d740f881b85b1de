import SDKRuntime
import Testing

@Suite("Set-Cookie lines that were joined with commas")
struct JoinedSetCookieTests {
    @Test(
        "the comma of a date and one in a value part nothing, the one before a cookie's name does",
        arguments: [
            ["SID=1"],
            ["SID=1; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT; HttpOnly"],
            ["SID=1; Expires=Wednesday, 09-Jun-27 10:18:14 GMT", "lang=en-US; Expires=Wed, 09 Jun 2027 10:18:14 GMT"],
            ["SID=1; Path=/; HttpOnly", "lang=; Max-Age=0", "theme=dark"],
            ["list=1,2,3; Path=/", "SID=2"],
            ["list=1,=2,[a]=3; Path=/", "SID=2"],
            ["json={\"a\":1,\"b\":2}", "SID=2"],
            ["token=YWJj==", "other=ZGVm=; Secure"],
            ["!#$%&'*+-.^_`|~=every character of a token", "__Host-SID=1; Path=/; Secure"],
        ],
        [",", ", ", " ,\t"])
    func takesApart(lines: [String], separator: String) {
        #expect(SetCookie.lines(ofJoined: lines.joined(separator: separator)) == lines)
    }

    @Test("nothing is no line", arguments: ["", " ", "\t"])
    func nothing(text: String) {
        #expect(SetCookie.lines(ofJoined: text).isEmpty)
    }
}
