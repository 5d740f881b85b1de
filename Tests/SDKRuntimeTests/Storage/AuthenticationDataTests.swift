import Foundation
import SDKRuntime
import Testing

@Suite("What is stored")
struct AuthenticationDataTests {
    private func data() throws -> AuthenticationData {
        let jar = try CookieJar(
            "directus_session_token=s3cret-a==; Max-Age=86400; Path=/; Secure; HttpOnly",
            "lang=s3cret-b; Domain=example.com; Path=/docs; Expires=Fri, 05 Jun 2026 12:01:00 GMT", "empty=")
        return AuthenticationData(
            accessToken: "s3cret-c", refreshToken: "s3cret-d", expires: 900_000, expiresAt: noon + 900,
            mode: .session, cookies: jar.cookies)
    }

    private func roundTrip(_ data: AuthenticationData) throws -> AuthenticationData {
        try JSONDecoder().decode(AuthenticationData.self, from: JSONEncoder().encode(data))
    }

    @Test("what is read again is equal to what was stored, cookies included")
    func everything() throws {
        let data = try data()
        #expect(try roundTrip(data) == data)
    }

    @Test(
        "what is not there is not there afterwards",
        arguments: [AuthenticationMode.json, .cookie, .session, .init(rawValue: "new")])
    func nothing(mode: AuthenticationMode) throws {
        let data = AuthenticationData(mode: mode)
        #expect(try roundTrip(data) == data)
        #expect(try roundTrip(data).accessToken == nil)
    }

    @Test(
        "times are whole milliseconds, and equal when read again",
        arguments: [0, 0.001, 1_780_660_800.1234567, 1_780_660_800.9996, 1_780_660_800.0005, 4_107_542_400.001, -1.5])
    func milliseconds(time: Double) throws {
        var data = AuthenticationData(expiresAt: Date(timeIntervalSince1970: time))
        #expect(try roundTrip(data) == data)
        data.expiresAt = Date(timeIntervalSince1970: time + 0.0004)
        #expect(try roundTrip(data) == data)
        let expiresAt = try #require(data.expiresAt)
        #expect(abs(expiresAt.timeIntervalSince1970 - time) < 0.001)
    }

    @Test("a cookie's times too are equal when read again", arguments: [0.0, 0.0004, 0.1234567, 0.9999])
    func cookieTimes(fraction: Double) throws {
        var jar = CookieJar()
        try jar.take(["a=1; Max-Age=60"], from: "https://example.com/", now: noon + fraction)
        let data = AuthenticationData(cookies: jar.cookies)
        #expect(try roundTrip(data) == data)
    }

    @Test("a lifetime may exceed every clock", arguments: [Int64(Int32.max) + 1, 31_536_000_000_000, .max])
    func longLife(lifetime: Int64) throws {
        let data = AuthenticationData(
            expires: lifetime, expiresAt: noon.addingTimeInterval(Double(lifetime) / 1000))
        let read = try roundTrip(data)
        #expect(read.expires == lifetime)
        #expect(try roundTrip(read) == read)
        #expect(read == data)
    }

    @Test(
        "what a later release wrote is refused, and what none wrote",
        arguments: ["2", "0", "-1", "\"1\"", "null", "1.5"])
    func version(version: String) {
        let bytes = Data(#"{"version":\#(version),"mode":"json","accessToken":"a"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(AuthenticationData.self, from: bytes) }
    }

    @Test(
        "damaged data is refused",
        arguments: [
            "", " ", "null", "[]", "{}", "\"text\"", #"{"version":1}"#, #"{"mode":"json"}"#,
            #"{"version":1,"mode":1}"#, #"{"version":1,"mode":"json","accessToken":1}"#,
            #"{"version":1,"mode":"json","expiresAt":"soon"}"#,
            #"{"version":1,"mode":"json","cookies":[{"name":"a"}]}"#,
        ])
    func damaged(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(AuthenticationData.self, from: Data(text.utf8))
        }
    }

    @Test("data that was cut off anywhere is refused")
    func truncated() throws {
        let bytes = try JSONEncoder().encode(data())
        let readable = (0..<bytes.count).filter {
            (try? JSONDecoder().decode(AuthenticationData.self, from: bytes.prefix($0))) != nil
        }
        #expect(readable == [])
    }

    @Test("what this release writes is what the next one will find: names and units")
    func format() throws {
        let text = #"""
            {"version": 1, "mode": "json", "accessToken": "a", "refreshToken": "r",
             "expires": 900000, "expiresAt": 1780661700000}
            """#
        let bytes = Data(text.utf8)
        let data = AuthenticationData(
            accessToken: "a", refreshToken: "r", expires: 900_000, expiresAt: noon + 900, mode: .json)
        #expect(try JSONDecoder().decode(AuthenticationData.self, from: bytes) == data)
        let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(data)) as? NSDictionary
        #expect(written == (try JSONSerialization.jsonObject(with: bytes) as? NSDictionary))
    }

    @Test("description, dump and mirror show no token, however it is wrapped")
    func redacted() async throws {
        let data = try data()
        let mirrored = Mirror(reflecting: data).children.map { "\($0.label ?? ""): \($0.value)" }
        let texts =
            [
                "\(data)", String(reflecting: data), printed(data), "\([data])", "\(Optional(data) as Any)",
                printed(["session": data]), printed(MemoryStorage(data)),
                printed(Result<_, StorageUnavailable>.success(data)),
            ] + mirrored
        #expect(texts.filter { $0.contains("s3cret") } == [])
    }
}
