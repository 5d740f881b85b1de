import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 5.2.
@Suite("Signing in")
struct LoginTests {
    @Test("a login with e-mail sends these bytes, and no Authorization even when somebody is signed in")
    func bytes() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .tokens(access: "access-2", refresh: "refresh-2")
        }
        try await fixture.client.login(email: "ada@example.com", password: "pass\"wörd", otp: "123456")
        let sent = try #require(await fixture.transport.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.url.absoluteString == "https://directus.example.com/auth/login")
        #expect(sent.headers == ["Content-Type": "application/json"])
        #expect(
            sent.body.map { String(decoding: $0, as: UTF8.self) }
                == #"{"email":"ada@example.com","password":"pass\"wörd","otp":"123456","mode":"json"}"#)
    }

    @Test("a directory's login names the provider in the path, percent-encoded")
    func directory() async throws {
        let fixture = SessionFixture { _, _ in .tokens(access: "access-1", refresh: "refresh-1") }
        try await fixture.client.login(identifier: "ada", password: "secret", provider: "ldap/x y")
        let sent = try #require(await fixture.transport.requests.first)
        #expect(sent.url.absoluteString == "https://directus.example.com/auth/login/ldap%2Fx%20y")
        #expect(sent.json == ["identifier": "ada", "password": "secret", "mode": "json"])
    }

    @Test("a provider that is no name is refused before anything is sent", arguments: ["", ".", ".."])
    func wrongProvider(name: String) async throws {
        let fixture = SessionFixture { _, _ in .noContent }
        let error = await #expect(throws: DirectusError.self) {
            try await fixture.client.login(identifier: "ada", password: "secret", provider: name)
        }
        #expect(error?.code == .invalidArgument)
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("the login's tokens are returned and kept, with the time of their end")
    func kept() async throws {
        let storage = MemoryStorage()
        let fixture = SessionFixture(storage: storage) { _, _ in
            .tokens(access: "access-1", refresh: "refresh-1", expires: 3_000_000_000)
        }
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        #expect(data.accessToken == "access-1")
        #expect(data.refreshToken == "refresh-1")
        #expect(data.expires == 3_000_000_000)
        #expect(data.expiresAt == fixture.clock.now.addingTimeInterval(3_000_000))
        #expect(await storage.get() == data)
    }

    @Test(
        "a login that fails leaves whoever was signed in as they were",
        arguments: [
            (401, "INVALID_CREDENTIALS"), (401, "INVALID_OTP"), (429, "REQUESTS_EXCEEDED"),
            (503, "SERVICE_UNAVAILABLE"),
        ])
    func failed(status: Int, code: String) async throws {
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, _ in
            .error(status, code, headers: ["Retry-After": "7"])
        }
        let error = await #expect(throws: DirectusError.self) {
            try await fixture.client.login(email: "ada@example.com", password: "wrong")
        }
        #expect(error?.code.rawValue == code)
        #expect(error?.retryAfter == .seconds(7))
        #expect(await storage.get() == SessionFixture.data())
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("setToken puts a token in place that is never refreshed, and nil takes it away")
    func setToken() async throws {
        let fixture = SessionFixture(autoRefresh: true, storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .error(401, "TOKEN_EXPIRED")
        }
        try await fixture.client.setToken("mine")
        #expect(try await fixture.client.getToken() == "mine")
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.request(.readMe()) }
        #expect(error?.code == .tokenExpired)
        #expect(await fixture.transport.requests.map(\.url.path) == ["/users/me"])
        try await fixture.client.setToken(nil)
        #expect(try await fixture.client.getToken() == nil)
    }

    @Test("every listener gets the state as it is, and then each change")
    func changes() async throws {
        let fixture = SessionFixture { request, _ in
            request.url.path == "/auth/logout" ? .noContent : .tokens(access: "access-1", refresh: "refresh-1")
        }
        var early = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await early.next() == .loading)
        #expect(await early.next() == .signedOut(.noSession))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        #expect(await early.next() == .signedIn(.fresh))
        var late = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await late.next() == .signedIn(.fresh))
        try await fixture.client.logout()
        #expect(await early.next() == .signedOut(.loggedOut))
        #expect(await late.next() == .signedOut(.loggedOut))
    }

    @Test("stopRefreshing stops the timer, and requests still refresh")
    func stopRefreshing() async throws {
        let fixture = SessionFixture(autoRefresh: true) { _, number in
            .tokens(access: "access-\(number)", refresh: "refresh-\(number)")
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await fixture.clock.sleepers(atLeast: 1)
        await fixture.client.stopRefreshing()
        fixture.clock.advance(by: .seconds(890))
        #expect(await fixture.transport.requests.count == 1)
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("a client that nobody holds any more ends its timer and its listeners")
    func released() async throws {
        let clock = ManualSessionClock()
        var changes: AuthenticationChanges.AsyncIterator?
        do {
            let fixture = SessionFixture(autoRefresh: true, clock: clock) { _, _ in
                .tokens(access: "access-1", refresh: "refresh-1")
            }
            try await fixture.client.login(email: "ada@example.com", password: "secret")
            changes = fixture.client.authenticationChanges.makeAsyncIterator()
            #expect(await changes?.next() == .signedIn(.fresh))
            await clock.sleepers(atLeast: 1)
        }
        #expect(await changes?.next() == nil)
    }
}
