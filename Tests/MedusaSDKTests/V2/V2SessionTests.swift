import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Being signed in to Medusa 2 with a session")
struct V2SessionTests {
    private static func fixture(deletion: TransportResponse = .json(["success": true])) throws -> Fixture {
        try Fixture { request, number in
            switch (request.method, request.url.path) {
            case ("POST", "/auth/session"): .json(["user": [:]], headers: ["Set-Cookie": sessionCookie("c\(number)")])
            case ("DELETE", "/auth/session"): deletion
            case (_, let path) where path.hasPrefix("/auth/"): .token("t\(number)")
            default: .customer
            }
        }
    }

    @Test("the token of a sign-in is exchanged for a cookie, which alone is kept")
    func login() async throws {
        let fixture = try Self.fixture()
        let client = fixture.v2(auth: .session)
        try await client.auth.login("customer", "emailpass", [:])
        _ = try await client.store.customer.retrieve()
        let requests = await fixture.transport.requests
        #expect(requests.map(\.target) == ["/auth/customer/emailpass", "/auth/session", "/store/customers/me"])
        #expect(requests[1].method == "POST" && requests[1].body == nil)
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil])
        #expect(await fixture.sent("Cookie") == [nil, nil, "connect.sid=c2"])
        #expect(try await client.auth.getToken() == nil)
    }

    @Test("the token of a registration is sent until the sign-in: else no customer could be created")
    func register() async throws {
        let fixture = try Self.fixture()
        let client = fixture.v2(auth: .session)
        try await client.auth.register("customer", "emailpass", [:])
        try await client.store.customer.create(["email": "a@b.co"])
        try await client.auth.login("customer", "emailpass", [:])
        _ = try await client.store.customer.retrieve()
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", "Bearer t1", "Bearer t3", nil])
    }

    @Test("a session that the server refuses to open signs nobody in")
    func refused() async throws {
        let fixture = try Fixture { request, _ in
            request.url.path == "/auth/session" ? .json(["message": "Unauthorized"], status: 401) : .token("t1")
        }
        let storage = MemoryStorage()
        let client = fixture.v2(auth: .session, storage: storage)
        #expect(await failure { try await client.auth.login("customer", "emailpass", [:]) }?.type == .unauthorized)
        #expect(await storage.get() == nil)
    }

    @Test("refresh opens a new session with the new token")
    func refresh() async throws {
        let fixture = try Self.fixture()
        let client = fixture.v2(auth: .session)
        try await client.auth.login("customer", "emailpass", [:])
        #expect(try await client.auth.refresh() == "t3")
        _ = try await client.store.customer.retrieve()
        #expect(
            await fixture.sent("Cookie") == [nil, nil, "connect.sid=c2", "connect.sid=c2", "connect.sid=c4"])
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil, "Bearer t3", nil])
    }

    @Test(
        "logout ends the session here and on the server, also one that the server has forgotten",
        arguments: [TransportResponse.json(["success": true]), .json(["message": "Unauthorized"], status: 401)])
    func logout(deletion: TransportResponse) async throws {
        let fixture = try Self.fixture(deletion: deletion)
        let client = fixture.v2(auth: .session)
        try await client.auth.login("customer", "emailpass", [:])
        try await client.auth.logout()
        let request = try await fixture.lastRequest()
        #expect(request.method == "DELETE" && request.target == "/auth/session" && request.body == nil)
        #expect(request.headers["Cookie"] == "connect.sid=c2")
        _ = try await client.store.customer.retrieve()
        #expect(try await fixture.lastRequest().headers["Cookie"] == nil)
        // Once is enough.
        try await client.auth.logout()
        #expect(await fixture.transport.requests.count { $0.method == "DELETE" } == 1)
    }

    @Test("a refresh with somebody else's token opens no session")
    func refreshOfOthers() async throws {
        let fixture = try Self.fixture()
        let auth = fixture.v2(auth: .session).auth
        #expect(try await auth.refresh(headers: ["Authorization": "Bearer theirs"]) == "t1")
        #expect(await fixture.transport.requests.map(\.target) == ["/auth/token/refresh"])
    }

    @Test(
        "a refresh that ends after a logout or a sign-in elsewhere, on the same storage, brings nothing back",
        .timeLimit(.minutes(1)), arguments: [true, false])
    func late(signsInAgain: Bool) async throws {
        let gate = Gate()
        let fixture = try Fixture { request, number in
            guard request.method == "POST", request.url.path == "/auth/session" else { return .token("t\(number)") }
            if request.headers["Authorization"] == "Bearer t3" { await gate.pass() }
            return .json(["user": [:]], headers: ["Set-Cookie": sessionCookie("c\(number)")])
        }
        let storage = MemoryStorage()
        let (one, other) = (fixture.v2(auth: .session, storage: storage), fixture.v2(auth: .session, storage: storage))
        try await one.auth.login("customer", "emailpass", [:])
        async let error = failure { try await one.auth.refresh() }
        _ = await fixture.transport.requests(atLeast: 4)
        try await other.auth.logout()
        if signsInAgain { try await other.auth.login("customer", "emailpass", [:]) }
        let kept = await storage.get()
        await gate.open()
        #expect(await error?.type == .superseded)
        #expect(await storage.get() == kept)
        #expect((kept == nil) == !signsInAgain)
    }

    @Test("a sign-in takes the cookie before it along, so that the server ends that session")
    func again() async throws {
        let fixture = try Self.fixture()
        let auth = fixture.v2(auth: .session).auth
        for _ in 0..<2 { try await auth.login("customer", "emailpass", [:]) }
        #expect(await fixture.sent("Cookie") == [nil, nil, "connect.sid=c2", "connect.sid=c2"])
    }

    @Test("logout of nobody sends nothing")
    func nobody() async throws {
        let fixture = try Self.fixture()
        try await fixture.v2(auth: .session).auth.logout()
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("a logout that the server did not hear of signs out here, and can be told again")
    func unheard() async throws {
        let fixture = try Self.fixture(deletion: .json(["type": "unknown_error", "message": "No."], status: 500))
        let auth = fixture.v2(auth: .session).auth
        try await auth.login("customer", "emailpass", [:])
        #expect(await failure { try await auth.logout() }?.type == .unknownError)
        #expect(await failure { try await auth.logout() }?.type == .unknownError)
        #expect(await fixture.sent("Cookie").suffix(2) == ["connect.sid=c2", "connect.sid=c2"])
    }
}
