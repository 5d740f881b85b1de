import SDKRuntime
import Testing

@Suite("Which hosts a cookie is for")
struct CookieDomainTests {
    @Test(
        "a cookie without a domain is for its host alone",
        arguments: [
            ("api.example.com", true), ("API.Example.COM", true), ("example.com", false), ("a.api.example.com", false),
        ])
    func hostOnly(host: String, matches: Bool) throws {
        let jar = try CookieJar("SID=1", from: "https://api.example.com/")
        #expect(jar.cookies.map(\.isHostOnly) == [true])
        #expect(try jar.header("https://\(host)/") == (matches ? "SID=1" : nil))
    }

    @Test("an empty domain is none", arguments: ["Domain=", "Domain", "Domain=."])
    func emptyDomain(attribute: String) throws {
        let jar = try CookieJar("SID=1; \(attribute)", from: "https://api.example.com/")
        #expect(jar.cookies.map(\.domain) == ["api.example.com"])
        #expect(jar.cookies.map(\.isHostOnly) == [true])
    }

    @Test(
        "a cookie with a domain is for the hosts below it too",
        arguments: ["example.com", ".example.com", "EXAMPLE.com"])
    func domain(domain: String) throws {
        let jar = try CookieJar("SID=1; Domain=\(domain)", from: "https://api.example.com/")
        #expect(jar.cookies.map(\.domain) == ["example.com"])
        #expect(try jar.header("https://example.com/") == "SID=1")
        #expect(try jar.header("https://a.b.example.com/") == "SID=1")
        #expect(try jar.header("https://badexample.com/") == nil)
        #expect(try jar.header("https://example.com.evil.org/") == nil)
    }

    @Test(
        "a domain that is not the host's or above it is refused",
        arguments: [
            "evil.org", "a.api.example.com", "xapi.example.com", "pi.example.com", "..example.com", "ample.com",
        ])
    func foreign(domain: String) throws {
        var jar = CookieJar()
        let refusals = try jar.take(["SID=1; Domain=\(domain)"], from: "https://api.example.com/")
        let name = domain.hasPrefix(".") ? String(domain.dropFirst()) : domain
        #expect(refusals == [.foreignDomain(name: "SID", domain: name)])
        #expect(jar.cookies.isEmpty)
    }

    @Test("a refusal does not stop the lines after it")
    func others() throws {
        var jar = CookieJar()
        try jar.take(["SID=1; Domain=evil.org", "lang=en"], from: "https://example.com/")
        #expect(jar.cookies.map(\.name) == ["lang"])
    }

    @Test("an address is below nothing", arguments: ["0.0.1", "1", ".0.0.1"])
    func address(domain: String) throws {
        var jar = CookieJar()
        #expect(try jar.take(["SID=1; Domain=\(domain)"], from: "https://127.0.0.1/").count == 1)
        #expect(jar.cookies.isEmpty)
    }

    @Test(
        "an address keeps what it set itself, on every port",
        arguments: ["https://127.0.0.1:8055/", "https://[::1]:8055/", "https://[2001:DB8::1]/"])
    func ownAddress(url: String) throws {
        let jar = try CookieJar("SID=1", from: url)
        #expect(try jar.header(url) == "SID=1")
        #expect(try jar.header("https://127.0.0.2/") == nil)
    }

    @Test("an address may name itself as the domain")
    func addressAsDomain() throws {
        let jar = try CookieJar("SID=1; Domain=127.0.0.1", from: "https://127.0.0.1/")
        #expect(try jar.header("https://127.0.0.1/") == "SID=1")
    }

    @Test(
        "what comes from no web page sets nothing",
        arguments: ["file:///etc/passwd", "ftp://example.com/", "/relative"])
    func noOrigin(url: String) throws {
        #expect(try CookieJar("SID=1", from: url).cookies.isEmpty)
        #expect(try CookieJar("SID=1").header(url) == nil)
    }
}
