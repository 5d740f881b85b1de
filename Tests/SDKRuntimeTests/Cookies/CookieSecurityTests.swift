import SDKRuntime
import Testing

@Suite("Secure cookies")
struct CookieSecurityTests {
    @Test("a Secure cookie goes over https only")
    func httpsOnly() throws {
        let jar = try CookieJar("SID=1; Secure", "lang=en")
        #expect(try jar.header("https://example.com/") == "SID=1; lang=en")
        #expect(try jar.header("http://example.com/") == "lang=en")
    }

    @Test("a Secure cookie that comes over http is refused, and the one before it stays")
    func refused() throws {
        var jar = try CookieJar("SID=1")
        let refusals = try jar.take(["SID=2; Secure"], from: "http://example.com/")
        #expect(refusals == [.secureOverHTTP(name: "SID")])
        #expect(try jar.header("http://example.com/") == "SID=1")
    }

    @Test("http on this machine is http", arguments: ["http://localhost:8055/", "http://127.0.0.1:8055/"])
    func localhost(url: String) throws {
        #expect(try CookieJar("SID=1; Secure", from: url).cookies.isEmpty)
    }

    @Test("a cookie that is not Secure goes both ways")
    func plain() throws {
        let jar = try CookieJar("SID=1", from: "http://example.com/")
        #expect(try jar.header("http://example.com/") == "SID=1")
        #expect(try jar.header("https://example.com/") == "SID=1")
    }

    @Test("a cookie's description, dump and mirror show no value")
    func redacted() throws {
        let jar = try CookieJar("SID=s3cret-value; Max-Age=60")
        let cookie = try #require(jar.cookies.first)
        let texts = ["\(cookie)", String(reflecting: cookie), printed(cookie), printed(jar), "\(jar)"]
        #expect(texts.filter { $0.contains("s3cret") } == [])
        #expect("\(cookie)".contains("SID"))
    }
}

/// What `dump` prints.
func printed(_ value: Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
}
