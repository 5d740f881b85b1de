import SDKRuntime
import Testing

@Suite("Which paths a cookie is for")
struct CookiePathTests {
    @Test(
        "a path matches itself and what lies below, not what begins alike",
        arguments: [
            ("/docs", "/docs", true), ("/docs", "/docs/", true), ("/docs", "/docs/a/b", true),
            ("/docs", "/docsearch", false), ("/docs", "/doc", false), ("/docs", "/", false), ("/docs", "/Docs", false),
            ("/docs/", "/docs/", true), ("/docs/", "/docs/a", true), ("/docs/", "/docs", false),
            ("/", "/", true), ("/", "", true), ("/", "/anything", true),
            ("/a%2Fb", "/a%2Fb/c", true), ("/a/b", "/a%2Fb", false), ("/docs", "/docs?query=/", true),
        ])
    func matching(cookiePath: String, path: String, matches: Bool) throws {
        let jar = try CookieJar("SID=1; Path=\(cookiePath)")
        #expect(try jar.header("https://example.com\(path)") == (matches ? "SID=1" : nil))
    }

    @Test(
        "without a path it is for the folder of the page that set it",
        arguments: [
            ("", "/"), ("/", "/"), ("/login", "/"), ("/auth/login", "/auth"), ("/auth/login/", "/auth/login"),
            ("/a/b/c?d=/e/f", "/a/b"), ("/a%2Fb", "/"), ("/a//b", "/a/"),
        ])
    func defaultPath(path: String, expected: String) throws {
        let jar = try CookieJar("SID=1", from: "https://example.com\(path)")
        #expect(jar.cookies.map(\.path) == [expected])
    }

    @Test("a path that is none means the folder too", arguments: ["Path=", "Path=docs", "Path=/x; Path"])
    func invalidPath(attribute: String) throws {
        let jar = try CookieJar("SID=1; \(attribute)", from: "https://example.com/auth/login")
        #expect(jar.cookies.map(\.path) == ["/auth"])
    }
}
