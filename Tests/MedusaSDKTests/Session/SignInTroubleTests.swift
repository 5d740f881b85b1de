import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Signing in and out when something is in the way", .timeLimit(.minutes(1)))
struct SignInTroubleTests {
    /// `specs/medusa.md` E7, the complaint that comes most often.
    @Test(
        "a sign-in without a cookie that may be kept fails, and says why",
        arguments: [
            ("http://shop.example.com", sessionCookie("c1", attributes: "; Secure; SameSite=None"), "https"),
            ("https://shop.example.com", sessionCookie("c1", attributes: "; Domain=other.example"), "other.example"),
            ("https://shop.example.com", nil, "X-Forwarded-Proto"),
        ], [nil, "AWSALB=sticky; Path=/"])
    func cookieRefused(case: (address: String, cookie: String?, reason: String), other: String?) async throws {
        let (address, cookie, reason) = `case`
        let fixture = try Fixture(address) { _, _ in
            var response = TransportResponse.customer
            for line in [cookie, other] { if let line { response.headers.append("Set-Cookie", line) } }
            return response
        }
        let error = await failure { try await fixture.store().auth.authenticate(email: "a@b.co", password: "p") }
        #expect(error?.type == .cookieRefused)
        #expect(error?.message.contains(reason) == true)
    }

    @Test("a sign-up without a cookie leaves nobody signed in: not whoever was before, either")
    func signUpOfAnother() async throws {
        let fixture = try Fixture { request, _ in
            request.url.path == "/store/auth/token" ? .accessToken("another's") : .customer
        }
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "p")
        try await client.customers.create(email: "c@d.co", password: "p")
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Authorization"] == nil)
    }

    @Test("a session that the server could not be told of is told of at a later sign-out, after another sign-in")
    func untold() async throws {
        let fixture = try Fixture { request, number in
            switch (request.method, number) {
            case ("DELETE", 2): throw URLError(.notConnectedToInternet)
            case ("DELETE", _): .text("OK")
            default: .accessToken("t\(number)")
            }
        }
        let auth = fixture.store().auth
        try await auth.getToken(email: "a@b.co", password: "p")
        #expect(await failure { try await auth.deleteSession() }?.type == .network)
        try await auth.getToken(email: "c@d.co", password: "p")
        try await auth.deleteSession()
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil, "Bearer t3", "Bearer t1"])
        try await auth.deleteSession()
        #expect(try await fixture.lastRequest().headers["Authorization"] == nil)
    }

    @Test("a sign-up does not fail for that: the account is there")
    func signUpWithoutCookie() async throws {
        let fixture = try Fixture { _, _ in .customer }
        let answer = try await fixture.store().customers.create(email: "a@b.co", password: "p")
        #expect(answer.payload.id == "cus_1")
    }

    @Test("a sign-in whose answer cannot be read signs nobody in")
    func unreadable() async throws {
        let fixture = try Fixture { _, _ in .json(["customer": [:]], headers: ["Set-Cookie": sessionCookie("c1")]) }
        let client = fixture.store()
        let error = await failure { try await client.auth.authenticate(email: "a@b.co", password: "p") }
        #expect(error?.type == .decodingFailed)
        try await client.request("GET", "/store/x")
        #expect(await fixture.sent("Cookie") == [nil, nil])
    }

    /// A server whose answers to the first request wait at a gate.
    private static func slow(
        _ gate: Gate, first: TransportResponse, then: TransportResponse = .customer
    ) throws -> Fixture {
        try Fixture { _, number in
            guard number == 1 else { return then }
            await gate.pass()
            return first
        }
    }

    @Test("a sign-in whose answer comes after a sign-out is not kept, and says so")
    func superseded() async throws {
        let gate = Gate()
        let fixture = try Self.slow(gate, first: .accessToken("t1"))
        let client = fixture.store()
        async let error = failure { try await client.auth.getToken(email: "a@b.co", password: "p") }
        _ = await fixture.transport.requests(atLeast: 1)
        try await client.auth.deleteSession()
        await gate.open()
        #expect(await error?.type == .superseded)
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Authorization"] == nil)
    }

    @Test("of two sign-ins at once the one that began last counts, whichever is answered last")
    func twoAtOnce() async throws {
        let gate = Gate()
        let fixture = try Self.slow(gate, first: .accessToken("t1"), then: .accessToken("t2"))
        let client = fixture.store()
        async let error = failure { try await client.auth.getToken(email: "a@b.co", password: "p") }
        _ = await fixture.transport.requests(atLeast: 1)
        try await client.auth.getToken(email: "c@d.co", password: "p")
        await gate.open()
        #expect(await error?.type == .superseded)
        try await client.request("GET", "/store/x")
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer t2")
    }

    @Test("a sign-up that a sign-out overtakes goes well, and signs nobody in")
    func supersededSignUp() async throws {
        let gate = Gate()
        let fixture = try Self.slow(gate, first: .customer(cookie: sessionCookie("c1")))
        let client = fixture.store()
        async let answer = client.customers.create(email: "a@b.co", password: "p")
        _ = await fixture.transport.requests(atLeast: 1)
        try await client.auth.deleteSession()
        await gate.open()
        #expect(try await answer.payload.id == "cus_1")
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Cookie"] == nil)
    }

    @Test("a late answer brings no cookie of an ended session back")
    func lateAnswer() async throws {
        let gate = Gate()
        let fixture = try Self.slow(gate, first: .customer(cookie: sessionCookie("late")))
        let client = fixture.store()
        async let answer = client.customers.retrieve()
        _ = await fixture.transport.requests(atLeast: 1)
        try await client.auth.deleteSession()
        await gate.open()
        #expect(try await answer.payload.id == "cus_1")
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Cookie"] == nil)
    }

    @Test("a sign-out whose server cannot be reached signs out here, and can be told again")
    func unreachable() async throws {
        let fixture = try Fixture { request, number in
            switch (request.method, number) {
            case ("DELETE", 2): throw URLError(.notConnectedToInternet)
            case ("DELETE", _): .text("OK")
            default: .customer(cookie: number == 1 ? sessionCookie("c1") : nil)
            }
        }
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "p")
        #expect(await failure { try await client.auth.deleteSession() }?.type == .network)
        _ = try await client.customers.retrieve()
        try await client.auth.deleteSession()
        try await client.auth.deleteSession()
        #expect(await fixture.sent("Cookie") == [nil, "connect.sid=c1", nil, "connect.sid=c1", nil])
    }
}
