import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Clocks that jump, and lives of any length")
struct ClockTests {
    /// A server that issues tokens of that life, and whose own clock is ahead of this device's.
    private func fixture(
        lifetime: Duration, autoRefresh: Bool = true, skew: Duration = .zero,
        clock: ManualSessionClock = ManualSessionClock()
    ) -> SessionFixture {
        SessionFixture(autoRefresh: autoRefresh, clock: clock) { request, number in
            let time = clock.now.addingTimeInterval(skew.seconds)
            let date: HeaderFields = ["Date": Self.text(of: time)]
            if request.url.path == "/users/me" { return .json(["data": ["id": "1"]], headers: date) }
            return .tokens(
                access: "access-\(number)", refresh: "refresh-\(number)", expires: Int64(lifetime.seconds * 1000),
                headers: date)
        }
    }

    /// RFC 9110 section 5.6.7.
    private static func text(of date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: date)
    }

    @Test(
        "the margin is 30 s, or a quarter of a shorter life",
        arguments: [(1, 0.75), (60, 45), (900, 870), (2_160_000, 2_159_970), (315_360_000, 315_359_970)])
    func margin(lifetime: Int64, refreshedAfter due: Double) async throws {
        let fixture = fixture(lifetime: .seconds(lifetime), autoRefresh: false)
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        fixture.clock.advance(by: .seconds(due - 0.01))
        #expect(try await fixture.client.getToken() == "access-1")
        fixture.clock.advance(by: .seconds(0.02))
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test(
        "for a life of 1 s, 25 days, 30 days and 10 years the timer refreshes once, and looks at the clock hourly",
        arguments: [1, 25 * 86_400, 30 * 86_400, 3650 * 86_400])
    func timer(lifetime: Int64) async throws {
        let fixture = fixture(lifetime: .seconds(lifetime))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await fixture.clock.sleepers(atLeast: 1)
        let firstSleep = try #require(fixture.clock.sleeps.last)
        #expect(firstSleep <= .seconds(3600))
        let due = Double(lifetime) - min(30, Double(lifetime) / 4)
        // As if the device had slept until a little more than an hour before it is due, and then woke.
        let asleep = max(0, due - 3700)
        fixture.clock.setWall(by: .seconds(asleep))
        fixture.clock.advance(by: firstSleep)
        let rest = due - asleep - firstSleep.seconds
        if rest > 0 {
            await fixture.clock.sleepers(atLeast: 1)
            #expect(await fixture.transport.requests.count == 1)
            fixture.clock.advance(by: .seconds(rest))
        }
        _ = await fixture.transport.requests(atLeast: 2)
        await fixture.clock.sleepers(atLeast: 1)
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
    }

    @Test("a laptop that slept for eight hours refreshes at its first request, and stays signed in")
    func laptopSleep() async throws {
        let fixture = fixture(lifetime: .seconds(900))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.setWall(by: .seconds(8 * 3600))
        try await fixture.client.request(.readMe())
        let sent = await fixture.transport.requests
        #expect(sent.map(\.url.path) == ["/auth/login", "/auth/refresh", "/users/me"])
        #expect(sent.last?.headers["Authorization"] == "Bearer access-2")
    }

    @Test("a laptop that slept for eight hours refreshes by its timer within the hour, whoever calls or not")
    func laptopSleepTimer() async throws {
        let fixture = fixture(lifetime: .seconds(86_400))
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.setWall(by: .seconds(86_400))
        fixture.clock.advance(by: .seconds(3600))
        _ = await fixture.transport.requests(atLeast: 2)
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
    }

    @Test("a clock set back an hour: the server says that the token has expired, one refresh, one repeat")
    func setBack() async throws {
        let clock = ManualSessionClock()
        let server = ManualSessionClock()
        func pass(_ seconds: Int64) {
            clock.advance(by: .seconds(seconds))
            server.advance(by: .seconds(seconds))
        }
        let fixture = SessionFixture(clock: clock) { request, number in
            let date: HeaderFields = ["Date": Self.text(of: server.now)]
            if request.url.path != "/users/me" {
                return .tokens(access: "access-\(number)", refresh: "refresh-\(number)", headers: date)
            }
            let isOld = request.headers["Authorization"] == "Bearer access-1"
            return isOld ? .error(401, "TOKEN_EXPIRED", headers: date) : .json(["data": [:]], headers: date)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        pass(1200)
        clock.setWall(by: .seconds(-3600))
        try await fixture.client.request(.readMe())
        try await fixture.client.request(.readMe())
        #expect(
            await fixture.transport.requests.map(\.url.path) == [
                "/auth/login", "/users/me", "/auth/refresh", "/users/me", "/users/me",
            ])
        // The server's clock is known now: the next refresh comes when it is due by that.
        pass(868)
        try await fixture.client.request(.readMe())
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
        pass(4)
        try await fixture.client.request(.readMe())
        #expect(await fixture.transport.count(of: "/auth/refresh") == 2)
    }

    @Test("a server whose clock is ten minutes off is refreshed when it is due, no sooner", arguments: [600, -600])
    func skew(seconds: Int64) async throws {
        let fixture = fixture(lifetime: .seconds(900), autoRefresh: false, skew: .seconds(seconds))
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        let expiresAt = try #require(data.expiresAt)
        let byServer = fixture.clock.now.addingTimeInterval(Double(seconds) + 900)
        #expect(abs(expiresAt.timeIntervalSince(byServer)) <= 1)
        fixture.clock.advance(by: .seconds(868))
        try await fixture.client.request(.readMe())
        #expect(await fixture.transport.count(of: "/auth/refresh") == 0)
        fixture.clock.advance(by: .seconds(4))
        try await fixture.client.request(.readMe())
        #expect(await fixture.transport.count(of: "/auth/refresh") == 1)
    }

    @Test("a device whose wrong clock is corrected after the login keeps to the token's real life")
    func corrected() async throws {
        let clock = ManualSessionClock()
        let server = ManualSessionClock(clock.now + 600)
        let fixture = SessionFixture(clock: clock) { request, number in
            let date: HeaderFields = ["Date": Self.text(of: server.now)]
            if request.url.path == "/users/me" { return .json(["data": [:]], headers: date) }
            return .tokens(access: "access-\(number)", refresh: "refresh-\(number)", headers: date)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        // The network's time arrives, and the device's clock jumps to the server's.
        clock.setWall(by: .seconds(600))
        for (wait, refreshes) in [(1, 0), (866, 0), (5, 1)] {
            clock.advance(by: .seconds(wait))
            server.advance(by: .seconds(wait))
            try await fixture.client.request(.readMe())
            #expect(await fixture.transport.count(of: "/auth/refresh") == refreshes)
        }
    }

    @Test("a life of zero, or none said, is not refreshed ahead: the server's refusal is")
    func unknownLife() async throws {
        let fixture = SessionFixture(autoRefresh: true) { request, number in
            if request.url.path == "/users/me", request.headers["Authorization"] == "Bearer access-1" {
                return .error(401, "TOKEN_EXPIRED")
            }
            return .tokens(access: "access-\(number)", refresh: "refresh-\(number)", expires: 0)
        }
        try await fixture.client.login(email: "ada@example.com", password: "secret")
        for _ in 0..<3 { #expect(try await fixture.client.getToken() == "access-1") }
        try await fixture.client.request(.readMe())
        #expect(
            await fixture.transport.requests.map(\.url.path) == [
                "/auth/login", "/users/me", "/auth/refresh", "/users/me",
            ])
        #expect(fixture.clock.sleeps.isEmpty)
    }
}
