import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

/// A storage that can be locked, as a keychain is before the first unlock.
actor LockableStorage: AuthenticationStorage {
    private(set) var data: AuthenticationData?
    private var isReadable = true
    private var isWritable = true
    private var writes = 0
    private var waiting: [CheckedContinuation<AuthenticationData?, Never>] = []

    init(_ data: AuthenticationData? = nil) {
        self.data = data
    }

    func lock(reading: Bool, writing: Bool) {
        isReadable = !reading
        isWritable = !writing
        writes = 0
    }

    func unlock() {
        lock(reading: false, writing: false)
    }

    func get() throws -> AuthenticationData? {
        guard isReadable else { throw StorageUnavailable("The device is locked.") }
        return data
    }

    func set(_ data: AuthenticationData?) throws {
        guard isWritable else { throw StorageUnavailable("The device is locked.") }
        self.data = data
        for continuation in waiting { continuation.resume(returning: data) }
        waiting = []
        writes += 1
    }

    /// What is stored after the next write, or after the one that came since the storage was unlocked.
    func written() async -> AuthenticationData? {
        if writes > 0 { return data }
        return await withCheckedContinuation { waiting.append($0) }
    }
}

@Suite("A locked storage never means signed out")
struct LockedStorageTests {
    private func fixture(_ storage: LockableStorage) -> SessionFixture {
        SessionFixture(storage: storage) { request, number in
            if request.url.path == "/auth/logout" { return .noContent }
            return .tokens(access: "access-\(number + 1)", refresh: "refresh-\(number + 1)")
        }
    }

    @Test("locked at the start, the state stays loading and calls say so; unlocked, the session is there")
    func lockedAtStart() async throws {
        let storage = LockableStorage(SessionFixture.data())
        await storage.lock(reading: true, writing: true)
        let fixture = fixture(storage)
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        for _ in 0..<2 {
            let error = await #expect(throws: DirectusError.self) { try await fixture.client.getToken() }
            #expect(error?.code == .storageUnavailable)
            #expect(error?.isRetryable == true)
            #expect(error?.description.contains("The device is locked.") == true)
        }
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.request(.readMe()) }
        #expect(error?.code == .storageUnavailable)
        #expect(await fixture.transport.requests.isEmpty)
        await storage.unlock()
        #expect(try await fixture.client.getToken() == "access-1")
        #expect(await changes.next() == .signedIn(.fresh))
    }

    @Test("locked later, the session that is known goes on, but is not refreshed into nowhere")
    func lockedLater() async throws {
        let storage = LockableStorage(SessionFixture.data())
        let fixture = fixture(storage)
        _ = try await fixture.client.getToken()
        await storage.lock(reading: true, writing: true)
        #expect(try await fixture.client.getToken() == "access-1")
        fixture.clock.advance(by: .seconds(901))
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.getToken() }
        #expect(error?.code == .storageUnavailable)
        #expect(await fixture.transport.requests.isEmpty)
        await storage.unlock()
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("new tokens that cannot be written are used all the same, and written as soon as it goes")
    func lockedForWriting() async throws {
        let storage = LockableStorage(SessionFixture.data())
        let fixture = fixture(storage)
        await storage.lock(reading: false, writing: true)
        #expect(try await fixture.client.refresh().accessToken == "access-2")
        #expect(try await fixture.client.getToken() == "access-2")
        #expect(await storage.data == SessionFixture.data())
        await storage.unlock()
        #expect(try await fixture.client.getToken() == "access-2")
        #expect(await storage.written()?.refreshToken == "refresh-2")
    }

    @Test("a login that cannot be written counts, over what the locked storage holds")
    func loginWhileLocked() async throws {
        let storage = LockableStorage(SessionFixture.data(access: "old", refresh: "old"))
        await storage.lock(reading: true, writing: true)
        let fixture = fixture(storage)
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        #expect(try await fixture.client.getToken() == "access-2")
        await storage.unlock()
        #expect(try await fixture.client.getToken() == "access-2")
        #expect(await storage.written()?.refreshToken == "refresh-2")
    }

    @Test("a logout that cannot be written says so, counts at once, and is written as soon as it goes")
    func logoutWhileLocked() async throws {
        let storage = LockableStorage(SessionFixture.data())
        let fixture = fixture(storage)
        _ = try await fixture.client.getToken()
        await storage.lock(reading: true, writing: true)
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.logout() }
        #expect(error?.code == .storageUnavailable)
        #expect(await fixture.transport.requests.last?.json?["refresh_token"] == "refresh-1")
        #expect(try await fixture.client.getToken() == nil)
        await storage.unlock()
        #expect(try await fixture.client.getToken() == nil)
        #expect(await storage.written() == nil)
    }
}
