import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Synchronization
import Testing

@Suite("Trouble with the network keeps the session")
struct NetworkTroubleTests {
    @Test("a start without a network is stale, not signed out, and becomes fresh with the network")
    func offlineStart() async throws {
        let isOnline = Mutex(false)
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(autoRefresh: true, storage: storage) { _, _ in
            guard isOnline.withLock({ $0 }) else { throw URLError(.notConnectedToInternet) }
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        fixture.clock.advance(by: .seconds(7200))
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        #expect(await changes.next() == .signedIn(.stale))
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.getToken() }
        #expect(error?.code == .network)
        #expect(await storage.get() == SessionFixture.data())
        isOnline.withLock { $0 = true }
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(600))
        #expect(await changes.next() == .signedIn(.fresh))
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("no request goes out anonymous because its token could not be refreshed")
    func neverAnonymous() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { request, _ in
            if request.url.path == "/auth/refresh" { throw URLError(.networkConnectionLost) }
            return .json(["data": [:]])
        }
        fixture.clock.advance(by: .seconds(901))
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.request(.readMe()) }
        #expect(error?.code == .network)
        #expect(await fixture.transport.requests.map(\.url.path) == ["/auth/refresh"])
    }

    @Test("while the token is still good a failed refresh goes unnoticed, and is not tried at every call")
    func stillGood() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            throw URLError(.timedOut)
        }
        fixture.clock.advance(by: .seconds(880))
        for _ in 0..<10 { #expect(try await fixture.client.getToken() == "access-1") }
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("the timer tries again after waits that double up to five minutes, half of each by chance")
    func backoff() async throws {
        let fixture = SessionFixture(autoRefresh: true, storage: MemoryStorage(SessionFixture.data())) { _, _ in
            throw URLError(.cannotConnectToHost)
        }
        _ = try await fixture.client.getToken()
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(870))
        var waits: [Double] = []
        for number in 1...11 {
            _ = await fixture.transport.requests(atLeast: number)
            await fixture.clock.sleepers(atLeast: 1)
            let wait = try #require(fixture.clock.sleeps.last)
            waits.append(wait.seconds)
            fixture.clock.advance(by: wait)
        }
        // 1 s doubled each time, of which chance (0.5 here) leaves three quarters; at most 300 s.
        let expected = [0.75, 1.5, 3, 6, 12, 24, 48, 96, 192, 225, 225]
        #expect(zip(waits, expected).allSatisfy { abs($0 - $1) < 0.001 }, "\(waits)")
    }

    @Test("503 with Retry-After is left alone for that long, by calls and by the timer, and then tried again")
    func retryAfter() async throws {
        let fixture = SessionFixture(autoRefresh: true, storage: MemoryStorage(SessionFixture.data())) { _, number in
            if number == 1 { return .error(503, "SERVICE_UNAVAILABLE", headers: ["Retry-After": "40"]) }
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        fixture.clock.advance(by: .seconds(901))
        for _ in 0..<3 {
            let error = await #expect(throws: DirectusError.self) { try await fixture.client.getToken() }
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.retryAfter == .seconds(40))
        }
        #expect(await fixture.transport.requests.count == 1)
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(39))
        #expect(await fixture.transport.requests.count == 1)
        fixture.clock.advance(by: .seconds(1))
        _ = await fixture.transport.requests(atLeast: 2)
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test("a clock that is set back does not make the wait after Retry-After longer")
    func retryAfterAndClock() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, number in
            if number == 1 { return .error(503, "SERVICE_UNAVAILABLE", headers: ["Retry-After": "40"]) }
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        fixture.clock.setWall(by: .seconds(-86_400))
        #expect(try await fixture.client.refresh().accessToken == "access-2")
    }
}
