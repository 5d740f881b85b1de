import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Being signed in to Medusa 1")
struct StoreSessionTests {
    /// Signs in with the cookie or token that the password names; every other call is answered with a customer.
    private static func fixture() throws -> Fixture {
        try Fixture { request, _ in
            let password = request.json?["password"]?.string ?? ""
            switch (request.method, request.url.path) {
            case ("POST", _) where password == "wrong": return .unauthorized
            case ("POST", "/store/auth") where password == "again": return .customer
            case ("POST", "/store/auth"), ("POST", "/store/customers"):
                return .customer(cookie: sessionCookie(password))
            case ("POST", "/store/auth/token"): return .accessToken(password)
            case ("DELETE", _): return .text("OK")
            default: return .customer
            }
        }
    }

    @Test("authenticate keeps the cookie, and sends it")
    func cookie() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "c1")
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Cookie") == [nil, "connect.sid=c1"])
        #expect(await fixture.sent("Authorization") == [nil, nil])
    }

    @Test("so does a sign-up")
    func signUp() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.customers.create(email: "a@b.co", password: "c1")
        _ = try await client.auth.getSession()
        #expect(await fixture.sent("Cookie") == [nil, "connect.sid=c1"])
    }

    /// `store/auth/ok-with-existing-session` of `recordings/medusa-1.20.9.jsonl`: the second time no cookie is set.
    @Test("signing in again keeps the cookie that there is")
    func again() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "c1")
        try await client.auth.authenticate(email: "a@b.co", password: "again")
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Cookie") == [nil, "connect.sid=c1", "connect.sid=c1"])
    }

    @Test("getToken keeps the token, and sends it")
    func token() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "t1")
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1"])
    }

    @Test("the last sign-in counts: no request carries one customer's cookie and another's token")
    func last() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "c1")
        try await client.auth.getToken(email: "c@d.co", password: "t1")
        _ = try await client.customers.retrieve()
        var request = try await fixture.lastRequest()
        #expect(request.headers["Authorization"] == "Bearer t1" && request.headers["Cookie"] == nil)
        try await client.auth.authenticate(email: "a@b.co", password: "c2")
        _ = try await client.customers.retrieve()
        request = try await fixture.lastRequest()
        #expect(request.headers["Authorization"] == nil && request.headers["Cookie"] == "connect.sid=c2")
    }

    @Test("a sign-in that fails leaves the session before it alone")
    func failed() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.getToken(email: "a@b.co", password: "t1")
        #expect(
            await failure { try await client.auth.authenticate(email: "a@b.co", password: "wrong") }?.type
                == .unauthorized)
        #expect(
            await failure { try await client.auth.getToken(email: "a@b.co", password: "wrong") }?.type == .unauthorized)
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer t1")
    }

    @Test("each client is signed in for itself, and its copies with it")
    func perInstance() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        let copy = client
        try await client.auth.getToken(email: "a@b.co", password: "t1")
        _ = try await copy.customers.retrieve()
        _ = try await fixture.store().customers.retrieve()
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil])
    }

    @Test("deleteSession takes cookie and token away, and tells the server with them", arguments: [true, false])
    func signOut(withCookie: Bool) async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        if withCookie {
            try await client.auth.authenticate(email: "a@b.co", password: "c1")
        } else {
            try await client.auth.getToken(email: "a@b.co", password: "t1")
        }
        try await client.auth.deleteSession()
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Cookie") == [nil, withCookie ? "connect.sid=c1" : nil, nil])
        #expect(await fixture.sent("Authorization") == [nil, withCookie ? nil : "Bearer t1", nil])
    }

    @Test("deleteSession is sent though nobody is signed in, as in JavaScript")
    func signOutAnonymous() async throws {
        let fixture = try Self.fixture()
        try await fixture.store().auth.deleteSession()
        #expect(try await fixture.lastRequest().method == "DELETE")
    }

    /// `saveUninitialized`: the server gives everybody a cookie (`specs/medusa.md` A1.3).
    @Test("the cookie of somebody not signed in is kept, one session for all that follows")
    func anonymous() async throws {
        let fixture = try Fixture { request, number in
            request.headers["Cookie"] == nil ? .customer(cookie: sessionCookie("c\(number)")) : .customer
        }
        let client = fixture.store()
        for _ in 0..<3 { try await client.request("GET", "/store/x") }
        #expect(await fixture.sent("Cookie") == [nil, "connect.sid=c1", "connect.sid=c1"])
    }

    @Test("a cookie that has expired by the server's clock is not sent")
    func expired() async throws {
        let fixture = try Self.fixture()
        let client = fixture.store()
        try await client.auth.authenticate(email: "a@b.co", password: "c1")
        fixture.clock.advance(by: .seconds(3 * 86_400))
        _ = try await client.customers.retrieve()
        #expect(await fixture.sent("Cookie") == [nil, nil])
    }
}
