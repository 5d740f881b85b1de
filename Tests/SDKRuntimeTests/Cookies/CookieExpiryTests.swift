import Foundation
import SDKRuntime
import Testing

@Suite("When a cookie ends")
struct CookieExpiryTests {
    @Test("Max-Age counts from the answer")
    func maxAge() throws {
        let jar = try CookieJar("SID=1; Max-Age=60")
        #expect(jar.cookies.first?.expiresAt == noon.addingTimeInterval(60))
        #expect(try jar.header("https://example.com/", now: noon.addingTimeInterval(59)) == "SID=1")
        #expect(try jar.header("https://example.com/", now: noon.addingTimeInterval(61)) == nil)
    }

    @Test("Expires is a time of its own")
    func expires() throws {
        let jar = try CookieJar("SID=1; Expires=Fri, 05 Jun 2026 12:01:00 GMT")
        #expect(jar.cookies.first?.expiresAt == noon.addingTimeInterval(60))
        #expect(try jar.header("https://example.com/", now: noon.addingTimeInterval(61)) == nil)
    }

    @Test(
        "Max-Age counts more than Expires, in whatever order",
        arguments: [
            "Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
        ])
    func precedence(attributes: String) throws {
        #expect(try CookieJar("SID=1; \(attributes)").cookies.first?.expiresAt == noon.addingTimeInterval(60))
    }

    @Test("Expires counts beside a Max-Age that is none")
    func brokenMaxAge() throws {
        let jar = try CookieJar("SID=1; Max-Age=soon; Expires=Fri, 05 Jun 2026 12:01:00 GMT")
        #expect(jar.cookies.first?.expiresAt == noon.addingTimeInterval(60))
    }

    @Test("a cookie without either lasts as long as the client", arguments: ["", "; Expires=never", "; Max-Age=x"])
    func lasting(attributes: String) throws {
        let jar = try CookieJar("SID=1\(attributes)")
        #expect(jar.cookies.first?.expiresAt == nil)
        #expect(try jar.header("https://example.com/", now: .distantFuture) == "SID=1")
    }

    @Test(
        "a cookie that has ended takes the one before it away",
        arguments: [
            "Max-Age=0", "Max-Age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT", "Expires=Fri, 05 Jun 2026 12:00:00 GMT",
            "Max-Age=0; Expires=Fri, 05 Jun 2099 12:00:00 GMT",
        ])
    func removal(attributes: String) throws {
        var jar = try CookieJar("SID=1", "lang=en")
        try jar.take(["SID=2; \(attributes)"], from: "https://example.com/")
        #expect(try jar.header("https://example.com/", now: nil) == "lang=en")
        #expect(jar.cookies.count == 1)
    }

    @Test("only the cookie of the same name, domain and path is taken away")
    func oneOfMany() throws {
        var jar = try CookieJar(
            "SID=1; Path=/", "SID=2; Path=/docs", "SID=3; Path=/docs; Domain=example.com", "sid=4; Path=/docs",
            from: "https://api.example.com/")
        try jar.take(["SID=; Path=/docs; Max-Age=0"], from: "https://api.example.com/")
        #expect(jar.cookies.map(\.value) == ["1", "3", "4"])
    }

    @Test("what ended before it came is not kept")
    func stillborn() throws {
        #expect(try CookieJar("SID=1; Max-Age=0").cookies.isEmpty)
    }

    @Test("Directus clears with an empty value and the full Max-Age: an empty cookie stays, and goes along")
    func directusClearing() throws {
        var jar = try CookieJar("directus_session_token=abc; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax")
        try jar.take(
            ["directus_session_token=; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"], from: "https://example.com/")
        #expect(jar.cookies.map(\.value) == [""])
        #expect(try jar.header("https://example.com/items/a") == "directus_session_token=")
    }

    @Test("without a time, what has expired goes along: the server shall judge")
    func serverJudges() throws {
        let jar = try CookieJar("SID=1; Max-Age=60", "lang=en")
        #expect(try jar.header("https://example.com/", now: .distantFuture) == "lang=en")
        #expect(try jar.header("https://example.com/", now: nil) == "SID=1; lang=en")
    }

    @Test(
        "a Max-Age without measure lasts, and can be stored",
        arguments: ["9223372036854775807", "99999999999999999999"])
    func hugeMaxAge(seconds: String) throws {
        let jar = try CookieJar("SID=1; Max-Age=\(seconds)")
        #expect(try jar.header("https://example.com/", now: noon.addingTimeInterval(10 * 365 * 86400)) == "SID=1")
        let data = AuthenticationData(mode: .session, cookies: jar.cookies)
        let bytes = try JSONEncoder().encode(data)
        #expect(try JSONDecoder().decode(AuthenticationData.self, from: bytes) == data)
    }
}
