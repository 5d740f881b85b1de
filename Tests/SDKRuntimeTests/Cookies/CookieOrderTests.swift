import Foundation
import SDKRuntime
import Testing

@Suite("The Cookie header's order")
struct CookieOrderTests {
    @Test("longer paths stand first, and of the same length the older ones")
    func order() throws {
        let jar = try CookieJar(
            "a=1; Path=/", "b=2; Path=/docs/api", "c=3; Path=/", "d=4; Path=/docs", "e=5; Path=/docs")
        #expect(try jar.header("https://example.com/docs/api/x") == "b=2; d=4; e=5; a=1; c=3")
    }

    @Test("a cookie of the same name, domain and path takes the old one's place")
    func replacement() throws {
        var jar = try CookieJar("a=1; Max-Age=60", "b=2", "c=3")
        try jar.take(["a=4", "c=5; Max-Age=60"], from: "https://example.com/")
        #expect(try jar.header("https://example.com/") == "a=4; b=2; c=5")
        #expect(jar.cookies.map(\.expiresAt) == [nil, nil, noon.addingTimeInterval(60)])
    }

    @Test("names are told apart by their case, values are sent as they came")
    func verbatim() throws {
        let jar = try CookieJar("sid=a=b==", "SID=\"q\"", "Sid=%20é")
        #expect(try jar.header("https://example.com/") == "sid=a=b==; SID=\"q\"; Sid=%20é")
    }

    @Test("the same name under two paths is two cookies")
    func twoPaths() throws {
        let jar = try CookieJar("a=1; Path=/", "a=2; Path=/docs")
        #expect(try jar.header("https://example.com/docs") == "a=2; a=1")
        #expect(try jar.header("https://example.com/") == "a=1")
    }

    @Test("an empty jar sends no header")
    func empty() throws {
        #expect(try CookieJar().header("https://example.com/") == nil)
    }
}
