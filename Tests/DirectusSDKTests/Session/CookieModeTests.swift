import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Cookie and session mode")
struct CookieModeTests {
    private static let session = "directus_session_token=session-1; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"
    private static let refresh = "directus_refresh_token=refresh-1; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"

    /// A server that hands out the cookie of the mode, with the number of the request in it.
    private static func script(_ mode: AuthenticationMode) -> ScriptedTransport.Script {
        { request, number in
            guard request.url.path.hasPrefix("/auth/") else { return .json(["data": ["id": "1"]]) }
            if request.url.path == "/auth/logout" { return .noContent }
            let line = mode == .session ? session : refresh
            let cookie: HeaderFields = ["Set-Cookie": line.replacing("-1;", with: "-\(number);")]
            if mode == .session { return .json(["data": ["expires": 86_400_000]], headers: cookie) }
            return .json(
                ["data": ["expires": 900_000, "access_token": .string("access-\(number)")]], headers: cookie)
        }
    }

    @Test("in session mode the cookie is everything: no token, no Authorization")
    func sessionMode() async throws {
        let storage = MemoryStorage()
        let fixture = SessionFixture(.session, storage: storage, Self.script(.session))
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        #expect(data.accessToken == nil)
        #expect(data.expires == 86_400_000)
        #expect(try await fixture.client.getToken() == nil)
        try await fixture.client.request(.readMe())
        fixture.clock.advance(by: .seconds(86_390))
        try await fixture.client.request(.readMe())
        try await fixture.client.logout()
        let sent = await fixture.transport.requests
        #expect(
            sent.map(\.url.path) == ["/auth/login", "/users/me", "/auth/refresh", "/users/me", "/auth/logout"])
        #expect(
            sent.map { $0.headers["Cookie"] } == [
                nil, "directus_session_token=session-1", "directus_session_token=session-1",
                "directus_session_token=session-3", "directus_session_token=session-3",
            ])
        #expect(sent.allSatisfy { $0.headers["Authorization"] == nil })
        #expect(sent[2].json == ["mode": "session"])
        #expect(sent[4].json == ["mode": "session"])
        #expect(await storage.get() == nil)
    }

    @Test("in cookie mode the access token goes in Authorization, and the refresh token stays in its cookie")
    func cookieMode() async throws {
        let fixture = SessionFixture(.cookie, Self.script(.cookie))
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        #expect(data.refreshToken == nil)
        #expect(data.cookies.map(\.value) == ["refresh-1"])
        try await fixture.client.refresh()
        try await fixture.client.request(.readMe())
        let sent = await fixture.transport.requests
        #expect(sent[1].headers["Cookie"] == "directus_refresh_token=refresh-1")
        #expect(sent[1].headers["Authorization"] == nil)
        #expect(sent[1].json == ["mode": "cookie"])
        #expect(sent[2].headers["Authorization"] == "Bearer access-2")
    }

    @Test("without credentials no cookie goes along with requests, but still with the refresh")
    func omit() async throws {
        let transport = ScriptedTransport(Self.script(.cookie))
        let client = createDirectus(SessionFixture.url, options: ClientOptions(transport: transport))
            .with(.rest()).with(.authentication(.cookie, autoRefresh: false, credentials: .omit))
        try await client.login(email: "ada@example.com", password: "secret")
        try await client.request(.readMe())
        try await client.refresh()
        let sent = await transport.requests
        #expect(sent[1].headers["Cookie"] == nil)
        #expect(sent[1].headers["Authorization"] == "Bearer access-1")
        #expect(sent[2].headers["Cookie"] == "directus_refresh_token=refresh-1")
    }

    @Test("without credentials a session of nothing but a cookie asks nothing, for it would ask as nobody")
    func omitInSessionMode() async throws {
        let transport = ScriptedTransport(Self.script(.session))
        let plain = createDirectus(SessionFixture.url, options: ClientOptions(transport: transport))
        let clients = [
            plain.with(.rest()).with(.authentication(.session, autoRefresh: false, credentials: .omit)),
            plain.with(.rest(credentials: .omit)).with(.authentication(.session, autoRefresh: false)),
        ]
        for client in clients {
            try await client.login(email: "ada@example.com", password: "secret")
            let error = await #expect(throws: DirectusError.self) { try await client.request(.readMe()) }
            #expect(error?.code == .invalidArgument)
        }
        #expect(await transport.count(of: "/users/me") == 0)
    }

    @Test("a session of cookies lives on in a storage, across clients")
    func persisted() async throws {
        let storage = MemoryStorage()
        let first = SessionFixture(.session, storage: storage, Self.script(.session))
        try await first.client.login(email: "ada@example.com", password: "secret")
        let second = SessionFixture(.session, storage: storage, Self.script(.session))
        try await second.client.request(.readMe())
        #expect(await second.transport.requests.first?.headers["Cookie"] == "directus_session_token=session-1")
    }

    @Test("a device clock that jumps a year ahead does not throw the cookie away: the server judges")
    func clockJump() async throws {
        let fixture = SessionFixture(.session, Self.script(.session))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        fixture.clock.setWall(by: .seconds(365 * 86_400))
        try await fixture.client.request(.readMe())
        let sent = await fixture.transport.requests
        #expect(sent.map(\.url.path) == ["/auth/login", "/auth/refresh", "/users/me"])
        #expect(sent[1].headers["Cookie"] == "directus_session_token=session-1")
    }

    @Test("a refresh without a cookie in its answer keeps the one that there is")
    func noNewCookie() async throws {
        let fixture = SessionFixture(.session) { _, number in
            let cookie: HeaderFields = number == 1 ? ["Set-Cookie": Self.session] : [:]
            return .json(["data": ["expires": 86_400_000]], headers: cookie)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        let data = try await fixture.client.refresh()
        #expect(data.cookies.map(\.value) == ["session-1"])
    }

    @Test("a Secure cookie over http fails the login, with the reason and the cure")
    func secureOverHTTP() async throws {
        let transport = ScriptedTransport { _, _ in
            .json(["data": ["expires": 86_400_000]], headers: ["Set-Cookie": Self.session + "; Secure"])
        }
        let url = try #require(URL(string: "http://127.0.0.1:8055"))
        let client = DirectusClient(
            url: url, authentication: .session, options: ClientOptions(transport: transport))
        let error = await #expect(throws: DirectusError.self) {
            try await client.login(email: "ada@example.com", password: "secret")
        }
        #expect(error?.code == .cookieRefused)
        #expect(error?.message.contains("directus_session_token is Secure") == true)
        #expect(error?.message.contains("SESSION_COOKIE_SECURE=false") == true)
        #expect(try await client.getToken() == nil)
    }

    @Test(
        "a cookie for another domain, and none at all, fail the login too", arguments: ["; Domain=other.example", nil])
    func unusableCookie(suffix: String?) async throws {
        let fixture = SessionFixture(.session) { _, _ in
            let cookie: HeaderFields = suffix.map { ["Set-Cookie": Self.session + $0] } ?? [:]
            return .json(["data": ["expires": 86_400_000]], headers: cookie)
        }
        let error = await #expect(throws: DirectusError.self) {
            try await fixture.client.login(email: "ada@example.com", password: "secret")
        }
        #expect(error?.code == .cookieRefused)
    }

    @Test("one login may be in another mode than the client's, and is refreshed in its own")
    func otherMode() async throws {
        let fixture = SessionFixture(.json, Self.script(.session))
        try await fixture.client.login(email: "ada@example.com", password: "secret", mode: .session)
        try await fixture.client.refresh()
        let sent = await fixture.transport.requests
        #expect(sent[1].json == ["mode": "session"])
        #expect(sent[1].headers["Cookie"] == "directus_session_token=session-1")
    }

    @Test("a login sends no cookie of the session before, so that a stale one cannot spoil it")
    func loginWithoutCookie() async throws {
        let fixture = SessionFixture(.session, Self.script(.session))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        let data = try await fixture.client.login(email: "bob@example.com", password: "secret")
        #expect(await fixture.transport.requests[1].headers["Cookie"] == nil)
        #expect(data.cookies.map(\.value) == ["session-2"])
    }
}
