import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("One refresh at a time")
struct SingleRefreshTests {
    /// A session that is due, and a server that answers its refresh once the gate is open.
    private func dueSession(
        autoRefresh: Bool = false, behind gate: Gate, storage: MemoryStorage = MemoryStorage(SessionFixture.data())
    ) -> SessionFixture {
        let fixture = SessionFixture(autoRefresh: autoRefresh, storage: storage) { request, number in
            guard request.url.path == "/auth/refresh" else { return .json(["data": ["id": "1"]]) }
            await gate.pass()
            return .tokens(access: "access-\(number + 1)", refresh: "refresh-\(number + 1)")
        }
        fixture.clock.advance(by: .seconds(880))
        return fixture
    }

    @Test("fifty callers who need a token at once share one refresh")
    func fiftyCallers() async throws {
        let gate = Gate()
        let fixture = dueSession(behind: gate)
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await fixture.client.getToken() } }
            _ = await fixture.transport.requests(atLeast: 1)
            await gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "access-2", count: 50))
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("two explicit refreshes at once are one request, and both get its tokens")
    func twoExplicitRefreshes() async throws {
        let gate = Gate()
        let fixture = dueSession(behind: gate)
        async let one = fixture.client.refresh()
        async let other = fixture.client.refresh()
        _ = await fixture.transport.requests(atLeast: 1)
        await gate.open()
        let (first, second) = try await (one, other)
        #expect(first.accessToken == "access-2")
        #expect(first == second)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("the timer, an explicit refresh, a request and getToken share one")
    func allKindsOfCallers() async throws {
        let gate = Gate()
        let fixture = dueSession(autoRefresh: true, behind: gate)
        async let explicit = fixture.client.refresh()
        async let token = fixture.client.getToken()
        async let me = fixture.client.request(.readMe())
        _ = await fixture.transport.requests(atLeast: 1)
        await gate.open()
        _ = try await (explicit, token, me)
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
        let request = try #require(await fixture.transport.requests.last { $0.url.path == "/users/me" })
        #expect(request.headers["Authorization"] == "Bearer access-2")
    }

    @Test("two clients that share a storage refresh once")
    func twoClients() async throws {
        let gate = Gate()
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = dueSession(behind: gate, storage: storage)
        let second = DirectusClient(
            url: SessionFixture.url, authentication: .json, autoRefresh: false, storage: storage,
            options: ClientOptions(transport: fixture.transport, clock: fixture.clock))
        async let one = fixture.client.getToken()
        async let other = second.getToken()
        _ = await fixture.transport.requests(atLeast: 1)
        await gate.open()
        let tokens = try await [one, other]
        #expect(tokens == ["access-2", "access-2"])
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("a refresh after a refresh is a second request")
    func oneAfterTheOther() async throws {
        let gate = Gate()
        await gate.open()
        let fixture = dueSession(behind: gate)
        _ = try await fixture.client.refresh()
        let data = try await fixture.client.refresh()
        #expect(data.accessToken == "access-3")
        let bodies = await fixture.transport.requests.map(\.json)
        #expect(bodies.map { $0?["refresh_token"]?.string } == ["refresh-1", "refresh-2"])
    }

    @Test("a caller who is cancelled gets that, at once, and the new tokens are stored all the same")
    func cancelledCaller() async throws {
        let gate = Gate()
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = dueSession(behind: gate, storage: storage)
        let caller = Task { try await fixture.client.getToken() }
        _ = await fixture.transport.requests(atLeast: 1)
        caller.cancel()
        let error = await #expect(throws: DirectusError.self) { try await caller.value }
        #expect(error?.code == .cancelled)
        await gate.open()
        #expect(try await fixture.client.getToken() == "access-2")
        #expect(await storage.get()?.refreshToken == "refresh-2")
        #expect(await fixture.transport.requests.count == 1)
    }
}
