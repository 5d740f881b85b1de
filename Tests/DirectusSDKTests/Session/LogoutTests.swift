import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("A logout is final")
struct LogoutTests {
    @Test("a refresh that ends after the logout stores nothing, and its tokens are what the server is told to end")
    func duringRefresh() async throws {
        let gate = Gate()
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { request, _ in
            guard request.url.path == "/auth/refresh" else { return .noContent }
            await gate.pass()
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        let refresh = Task { try await fixture.client.refresh() }
        _ = await fixture.transport.requests(atLeast: 1)
        async let logout: Void = fixture.client.logout()
        while await storage.get() != nil { await Task.yield() }
        await gate.open()
        try await logout
        let error = await #expect(throws: DirectusError.self) { _ = try await refresh.value }
        #expect(error?.code == .notSignedIn)
        #expect(await storage.get() == nil)
        #expect(try await fixture.client.getToken() == nil)
        let sent = try #require(await fixture.transport.requests.last)
        #expect(sent.url.path == "/auth/logout")
        #expect(sent.json == ["mode": "json", "refresh_token": "refresh-2"])
    }

    @Test("a refresh that ends after another login changes nothing")
    func loginDuringRefresh() async throws {
        let gate = Gate()
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { request, _ in
            guard request.url.path == "/auth/refresh" else {
                return .tokens(access: "other-access", refresh: "other-refresh")
            }
            await gate.pass()
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        let refresh = Task { try await fixture.client.refresh() }
        _ = await fixture.transport.requests(atLeast: 1)
        try await fixture.client.login(email: "other@example.com", password: "secret")
        await gate.open()
        _ = try await refresh.value
        #expect(try await fixture.client.getToken() == "other-access")
        #expect(await storage.get()?.refreshToken == "other-refresh")
    }

    @Test("a logout while the login is under way wins, and ends the session that the login began")
    func duringLogin() async throws {
        let gate = Gate()
        let storage = MemoryStorage()
        let fixture = SessionFixture(storage: storage) { request, _ in
            guard request.url.path == "/auth/login" else { return .noContent }
            await gate.pass()
            return .tokens(access: "access-1", refresh: "refresh-1")
        }
        let login = Task { try await fixture.client.login(email: "ada@example.com", password: "secret") }
        _ = await fixture.transport.requests(atLeast: 1)
        try await fixture.client.logout()
        await gate.open()
        let error = await #expect(throws: DirectusError.self) { _ = try await login.value }
        #expect(error?.code == .superseded)
        #expect(await storage.get() == nil)
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(2))
        let sent = await fixture.transport.requests(atLeast: 2)
        #expect(sent.last?.json?["refresh_token"] == "refresh-1")
    }

    @Test("without a network the session ends here at once, and on the server as soon as that can be reached")
    func offline() async throws {
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, number in
            if number < 3 { throw URLError(.notConnectedToInternet) }
            return .noContent
        }
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.logout() }
        #expect(error?.code == .network)
        #expect(error?.isRetryable == true)
        #expect(await storage.get() == nil)
        #expect(try await fixture.client.getToken() == nil)
        for number in 2...3 {
            await fixture.clock.sleepers(atLeast: 1)
            fixture.clock.advance(by: .seconds(10))
            let sent = await fixture.transport.requests(atLeast: number)
            #expect(sent.last?.json?["refresh_token"] == "refresh-1")
        }
    }

    @Test("the server knowing no such session is as good as its ending", arguments: [400, 401, 403])
    func alreadyOver(status: Int) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .error(status, "INVALID_CREDENTIALS")
        }
        try await fixture.client.logout()
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("with nobody signed in there is nothing to do")
    func nobody() async throws {
        let fixture = SessionFixture { _, _ in .noContent }
        try await fixture.client.logout()
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("another client's logout ends the session here too, at its next use")
    func elsewhere() async throws {
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, _ in .noContent }
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        #expect(await changes.next() == .signedIn(.fresh))
        await storage.set(nil)
        #expect(try await fixture.client.getToken() == nil)
        #expect(await changes.next() == .signedOut(.elsewhere))
    }

    @Test("another process' logout during a refresh is not undone, and the new tokens are ended")
    func elsewhereDuringRefresh() async throws {
        let gate = Gate()
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { request, _ in
            guard request.url.path == "/auth/refresh" else { return .noContent }
            await gate.pass()
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        let refresh = Task { try await fixture.client.refresh() }
        _ = await fixture.transport.requests(atLeast: 1)
        await storage.set(nil)
        await gate.open()
        let error = await #expect(throws: DirectusError.self) { _ = try await refresh.value }
        #expect(error?.code == .notSignedIn)
        #expect(await storage.get() == nil)
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(2))
        #expect(await fixture.transport.requests(atLeast: 2).last?.json?["refresh_token"] == "refresh-2")
    }
}
