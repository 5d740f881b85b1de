import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Servers that answer oddly", .timeLimit(.minutes(1)))
struct OddServerTests {
    @Test("a life of milliseconds does not make the timer run hot", arguments: [1, 15])
    func shortLife(milliseconds: Int64) async throws {
        let fixture = SessionFixture(autoRefresh: true) { _, number in
            .tokens(access: "access-\(number)", refresh: "refresh-\(number)", expires: milliseconds)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        for _ in 0..<20 {
            await fixture.clock.sleepers(atLeast: 1)
            fixture.clock.advance(by: .seconds(1))
        }
        #expect(await fixture.transport.count(of: "/auth/refresh") <= 5)
    }

    @Test("Retry-After for all eternity does not crash, and does not end the session's life either")
    func eternity() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, number in
            if number > 1 { return .tokens(access: "access-2", refresh: "refresh-2") }
            return .error(503, "SERVICE_UNAVAILABLE", headers: ["Retry-After": "9223372036854775807"])
        }
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        #expect(error?.retryAfter == .seconds(86_400))
        fixture.clock.advance(by: .seconds(901))
        #expect(try await fixture.client.refresh().accessToken == "access-2")
    }

    @Test("an overloaded server that says nothing of a wait is not asked by every request")
    func overload() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .error(429, "REQUESTS_EXCEEDED")
        }
        fixture.clock.advance(by: .seconds(901))
        for _ in 0..<50 {
            let error = await #expect(throws: DirectusError.self) { try await fixture.client.request(.readMe()) }
            #expect(error?.code == .requestsExceeded)
        }
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("two nodes whose clocks are twenty minutes apart do not cause a refresh for every request")
    func disagreeingNodes() async throws {
        let fixture = SessionFixture { request, number in
            let isAuthentication = request.url.path.hasPrefix("/auth")
            let date: HeaderFields = [
                "Date": "Fri, 05 Jun 2026 \(isAuthentication ? "11:40:00" : "12:00:00") GMT"
            ]
            if !isAuthentication { return .json(["data": [:]], headers: date) }
            return .tokens(access: "access-\(number)", refresh: "refresh-\(number)", headers: date)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        for _ in 0..<20 { try await fixture.client.request(.readMe()) }
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
    }

    @Test("a page in place of an answer has ended no session: the server is told again", arguments: [200, 202, 500])
    func pageForLogout(status: Int) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, number in
            if number == 4 { return .noContent }
            return TransportResponse(
                status: status, headers: ["Content-Type": "text/html"], body: Data("<h1>Maintenance</h1>".utf8))
        }
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.logout() }
        #expect(error?.code == .invalidResponse)
        for number in 2...4 {
            await fixture.clock.sleepers(atLeast: 1)
            fixture.clock.advance(by: .seconds(60))
            _ = await fixture.transport.requests(atLeast: number)
        }
    }

    @Test("an empty object is no refresh in session mode")
    func emptyObject() async throws {
        let cookie = "directus_session_token=session-1; Path=/; Max-Age=86400"
        let fixture = SessionFixture(.session) { _, number in
            if number > 1 { return .json([:]) }
            return .json(["data": ["expires": 86_400_000]], headers: ["Set-Cookie": cookie])
        }
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        #expect(error?.code == .invalidResponse)
        #expect(await (fixture.storage as? MemoryStorage)?.get() == data)
    }

    @Test("lives near the ends of all numbers crash nothing", arguments: [.max, .min, 4_611_686_018_427_387_904, -1])
    func extremeLives(milliseconds: Int64) async throws {
        let fixture = SessionFixture(autoRefresh: true) { _, number in
            .tokens(access: "access-\(number)", refresh: "refresh-\(number)", expires: milliseconds)
        }
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        _ = try JSONEncoder().encode(data)
        #expect(try await fixture.client.getToken() == "access-1")
    }

    @Test("a failed refresh does not start a timer that was stopped")
    func stoppedTimer() async throws {
        let fixture = SessionFixture(autoRefresh: true) { request, _ in
            request.url.path == "/auth/login"
                ? .tokens(access: "access-1", refresh: "refresh-1") : .error(503, "SERVICE_UNAVAILABLE")
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await fixture.client.stopRefreshing()
        let sleeps = fixture.clock.sleeps.count
        await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        #expect(fixture.clock.sleeps.count == sleeps)
    }
}
