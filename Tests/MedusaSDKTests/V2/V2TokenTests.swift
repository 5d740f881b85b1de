import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Being signed in to Medusa 2 with a token", .timeLimit(.minutes(1)))
struct V2TokenTests {
    /// `specs/medusa.md` B6.4.
    @Test("signing up registers, creates the customer with that token, and signs in")
    func signUp() async throws {
        let fixture = try Fixture { request, _ in
            switch request.url.path {
            case "/auth/customer/emailpass/register": .token("registration")
            case "/auth/customer/emailpass": .token("customer")
            default: .customer
            }
        }
        let client = fixture.v2()
        try await client.auth.register("customer", "emailpass", email: "a@b.co", password: "p")
        try await client.store.customer.create(["email": "a@b.co"])
        try await client.auth.login("customer", "emailpass", email: "a@b.co", password: "p")
        _ = try await client.store.customer.retrieve()
        #expect(
            await fixture.sent("Authorization") == [
                nil, "Bearer registration", "Bearer registration", "Bearer customer",
            ])
    }

    @Test("cookies are neither kept nor sent")
    func cookies() async throws {
        let fixture = try Fixture { _, _ in
            .json(["token": "t1"], headers: ["Set-Cookie": sessionCookie("c1")])
        }
        let storage = MemoryStorage()
        let client = fixture.v2(storage: storage)
        try await client.fetch("/store/x")
        #expect(await storage.get() == nil)
        try await client.auth.login("customer", "emailpass", [:])
        try await client.fetch("/store/x")
        #expect(await fixture.sent("Cookie") == [nil, nil, nil])
        #expect(await storage.get()?.cookies == [])
    }

    @Test("refresh takes the new token in the place of the old one")
    func refresh() async throws {
        let fixture = try Fixture { request, number in .token("t\(number)") }
        let auth = fixture.v2().auth
        try await auth.login("customer", "emailpass", [:])
        #expect(try await auth.refresh() == "t2")
        #expect(try await auth.refresh() == "t3")
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", "Bearer t2"])
        #expect(try await auth.getToken() == "t3")
    }

    @Test("a refresh with somebody else's token is not kept")
    func refreshOfOthers() async throws {
        let fixture = try Fixture { request, number in .token("t\(number)") }
        let auth = fixture.v2().auth
        try await auth.login("customer", "emailpass", [:])
        #expect(try await auth.refresh(headers: ["Authorization": "Bearer theirs"]) == "t2")
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer theirs")
        #expect(try await auth.getToken() == "t1")
    }

    @Test(
        "logout tells the server of the token, which Sallyport ends and Medusa refuses, and the token is gone",
        arguments: [TransportResponse.json(["success": true]), .json(["message": "Unauthorized"], status: 401)])
    func logout(deletion: TransportResponse) async throws {
        let fixture = try Fixture { request, _ in request.method == "DELETE" ? deletion : .token("t1") }
        let client = fixture.v2()
        try await client.auth.login("customer", "emailpass", [:])
        try await client.auth.logout()
        let request = try await fixture.lastRequest()
        #expect(request.method == "DELETE" && request.target == "/auth/session" && request.body == nil)
        #expect(try await client.auth.getToken() == nil)
        try await client.fetch("/store/x")
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil])
        // Once is enough.
        try await client.auth.logout()
        #expect(await fixture.transport.requests.count { $0.method == "DELETE" } == 1)
    }

    @Test("a refresh that ends after a logout brings nothing back", arguments: [true, false])
    func late(signsInAgain: Bool) async throws {
        let gate = Gate()
        let fixture = try Fixture { request, number in
            if request.url.path == "/auth/token/refresh" { await gate.pass() }
            return .token("t\(number)")
        }
        let auth = fixture.v2().auth
        try await auth.login("customer", "emailpass", [:])
        async let error = failure { try await auth.refresh() }
        _ = await fixture.transport.requests(atLeast: 2)
        try await auth.logout()
        if signsInAgain { try await auth.login("customer", "emailpass", [:]) }
        await gate.open()
        #expect(await error?.type == .superseded)
        #expect(try await auth.getToken() == (signsInAgain ? "t4" : nil))
    }
}
