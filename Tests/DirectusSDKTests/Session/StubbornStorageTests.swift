import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Storages that fail, lag and lie", .timeLimit(.minutes(1)))
struct StubbornStorageTests {
    private func numbered(_ storage: StubbornStorage, autoRefresh: Bool = false) -> SessionFixture {
        SessionFixture(autoRefresh: autoRefresh, storage: storage) { request, number in
            if request.url.path == "/auth/logout" { return .noContent }
            return .tokens(access: "access-\(number)", refresh: "refresh-\(number)")
        }
    }

    @Test(
        "a login that could not be written survives the timer's refresh, over nothing and over another's session",
        arguments: [nil, SessionFixture.data(access: "old", refresh: "old", lifetime: .seconds(90_000))])
    func loginAndTimer(stored: AuthenticationData?) async throws {
        let storage = StubbornStorage(stored)
        await storage.configure { $0.refusesWriting = true }
        let fixture = numbered(storage, autoRefresh: true)
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await storage.configure { $0.refusesWriting = false }
        try await eventually {
            fixture.clock.advance(by: .seconds(10))
            return await fixture.transport.count(of: "/auth/refresh") > 0
        }
        try await eventually { await storage.data?.refreshToken.map { $0 != "refresh-1" && $0 != "old" } == true }
        #expect(try await fixture.client.getToken() == storage.data?.accessToken)
        #expect(await fixture.transport.count(of: "/auth/logout") == 0)
    }

    @Test("a late write of older tokens and a refresh at once keep the newest")
    func lateWriteAndRefresh() async throws {
        let storage = StubbornStorage(SessionFixture.data(access: "access-0", refresh: "refresh-0"))
        let gate = Gate()
        let fixture = SessionFixture(storage: storage) { _, number in
            if number == 2 { await gate.pass() }
            return .tokens(access: "access-\(number)", refresh: "refresh-\(number)")
        }
        await storage.configure { $0.refusesWriting = true }
        try await fixture.client.refresh()
        let second = Task { try await fixture.client.refresh() }
        _ = await fixture.transport.requests(atLeast: 2)
        let held = Gate()
        await storage.configure {
            $0.refusesWriting = false
            $0.writtenGate = held
        }
        try await eventually {
            fixture.clock.advance(by: .seconds(5))
            return await storage.data?.refreshToken == "refresh-1"
        }
        await gate.open()
        await held.open()
        #expect(try await second.value.accessToken == "access-2")
        try await eventually { await storage.data?.refreshToken == "refresh-2" }
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("a storage that writes and says that it did not loses no token")
    func failsAfterWriting() async throws {
        let storage = StubbornStorage(SessionFixture.data(access: "access-0", refresh: "refresh-0"))
        let fixture = numbered(storage)
        await storage.configure { $0.failsAfterWriting = true }
        try await fixture.client.refresh()
        await storage.configure { $0.failsAfterWriting = false }
        try await fixture.client.refresh()
        #expect(await storage.data?.refreshToken == "refresh-2")
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("a logout that reads slowly does not touch the login after it, and ends the session before it")
    func slowLogout() async throws {
        let storage = StubbornStorage(SessionFixture.data(access: "old", refresh: "old"))
        let fixture = numbered(storage)
        let slow = Gate()
        await storage.configure { $0.readGate = slow }
        let logout = Task { try await fixture.client.logout() }
        try await eventually { await storage.reads > 0 }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await slow.open()
        try await logout.value
        #expect(try await fixture.client.getToken() == "access-1")
        #expect(await fixture.transport.requests.last?.json?["refresh_token"] == "old")
    }

    @Test("a storage that says no and then cannot be read signs nobody out, and ends nothing on the server")
    func unavailableAfterRefusal() async throws {
        let storage = StubbornStorage(SessionFixture.data())
        let gate = Gate()
        let fixture = SessionFixture(storage: storage) { _, _ in
            await gate.pass()
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        let refresh = Task { try await fixture.client.refresh() }
        _ = await fixture.transport.requests(atLeast: 1)
        // Another process got the same successor, without waiting for the lock.
        await storage.configure {
            $0.data = SessionFixture.data(access: "access-2b", refresh: "refresh-2")
            $0.failsReadingAfterRefusal = true
        }
        await gate.open()
        #expect(try await refresh.value.accessToken == "access-2")
        #expect(try await fixture.client.getToken() == "access-2")
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("a read that began before the session ended does not bring it back")
    func slowRead() async throws {
        let storage = StubbornStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, _ in .error(401, "INVALID_CREDENTIALS") }
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        #expect(await changes.next() == .signedIn(.fresh))
        let slow = Gate()
        let before = await storage.reads
        await storage.configure { $0.readGate = slow }
        let reader = Task { try await fixture.client.getToken() }
        try await eventually { await storage.reads > before }
        await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        await slow.open()
        #expect(try await reader.value == nil)
        #expect(await changes.next() == .signedOut(.ended))
    }

    @Test("a listener learns of the session as soon as the storage can be read, though nobody asks")
    func loading() async throws {
        let storage = StubbornStorage(SessionFixture.data())
        await storage.configure { $0.refusesReading = true }
        let fixture = numbered(storage)
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        await fixture.clock.sleepers(atLeast: 1)
        await storage.configure { $0.refusesReading = false }
        fixture.clock.advance(by: .seconds(5))
        #expect(await changes.next() == .signedIn(.fresh))
    }

    @Test("a logout before the storage could ever be read ends the session there once it can")
    func logoutUnread() async throws {
        let storage = StubbornStorage(SessionFixture.data())
        await storage.configure {
            $0.refusesReading = true
            $0.refusesWriting = true
        }
        let fixture = numbered(storage)
        await #expect(throws: DirectusError.self) { try await fixture.client.logout() }
        await storage.configure {
            $0.refusesReading = false
            $0.refusesWriting = false
        }
        #expect(try await fixture.client.getToken() == nil)
        try await eventually { await storage.data == nil }
        try await eventually {
            fixture.clock.advance(by: .seconds(5))
            return await fixture.transport.requests.last?.json?["refresh_token"] == "refresh-1"
        }
    }

    @Test("a logout that is written late does not wipe out another client's login")
    func lateLogout() async throws {
        let storage = StubbornStorage(SessionFixture.data())
        let one = numbered(storage)
        let other = numbered(storage)
        _ = try await one.client.getToken()
        await storage.configure { $0.refusesWriting = true }
        await #expect(throws: DirectusError.self) { try await one.client.logout() }
        await storage.configure { $0.refusesWriting = false }
        try await other.client.login(email: "bob@example.com", password: "secret")
        let writes = await storage.writes
        try await eventually { try await one.client.getToken() == "access-1" }
        #expect(try await other.client.getToken() == "access-1")
        #expect(await storage.writes == writes)
    }

    @Test("a login is written once, however many ask meanwhile")
    func writtenOnce() async throws {
        let storage = StubbornStorage()
        let fixture = numbered(storage)
        let gate = Gate()
        await storage.configure { $0.writeGate = gate }
        let login = Task { try await fixture.client.login(email: "ada@example.com", password: "secret") }
        try await eventually { await storage.writes > 0 }
        for _ in 0..<5 { #expect(try await fixture.client.getToken() == "access-1") }
        await gate.open()
        _ = try await login.value
        #expect(await storage.writes == 1)
    }
}
