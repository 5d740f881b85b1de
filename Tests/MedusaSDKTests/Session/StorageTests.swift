import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("What is kept in a storage")
struct StorageTests {
    private static func fixture(_ address: String = Fixture.address) throws -> Fixture {
        try Fixture(address) { request, _ in
            switch request.url.path {
            case "/store/auth/token": .accessToken("t1")
            case "/auth/customer/emailpass": .token("v2-token")
            case "/store/auth" where request.method == "DELETE": .text("OK")
            default: .customer(cookie: request.method == "POST" ? sessionCookie("c1") : nil)
            }
        }
    }

    @Test("is there for the next start of the app, in a file that only its owner can read")
    func file() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appending(path: "session.json")
        let fixture = try Self.fixture()
        try await fixture.store(storage: FileStorage(url: url)).auth.authenticate(email: "a@b.co", password: "p")
        let permissions = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        let later = fixture.store(storage: FileStorage(url: url))
        _ = try await later.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Cookie"] == "connect.sid=c1")
        try await later.auth.deleteSession()
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }

    @Test("is the token and the server's origin, and nothing of the customer")
    func record() async throws {
        let storage = MemoryStorage()
        try await Self.fixture().store(storage: storage).auth.getToken(email: "a@b.co", password: "p")
        let record = try #require(await storage.get())
        #expect(record.accessToken == "t1")
        #expect(record.cookies.isEmpty)
        #expect(record.origin == "https://shop.example.com")
    }

    @Test("is a session that clients share: a sign-out of one is one of all")
    func shared() async throws {
        let storage = MemoryStorage()
        let fixture = try Self.fixture()
        let (one, other) = (fixture.store(storage: storage), fixture.store(storage: storage))
        try await one.auth.getToken(email: "a@b.co", password: "p")
        _ = try await other.customers.retrieve()
        try await other.auth.deleteSession()
        _ = try await one.customers.retrieve()
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", "Bearer t1", nil])
    }

    @Test("does not come back by a late answer to another client", .timeLimit(.minutes(1)))
    func late() async throws {
        let gate = Gate()
        let fixture = try Fixture { request, _ in
            guard request.method == "GET" else { return .accessToken("t1") }
            await gate.pass()
            return .customer(cookie: sessionCookie("late"))
        }
        let storage = MemoryStorage()
        let (one, other) = (fixture.store(storage: storage), fixture.store(storage: storage))
        try await one.auth.getToken(email: "a@b.co", password: "p")
        async let answer = one.customers.retrieve()
        _ = await fixture.transport.requests(atLeast: 2)
        try await other.auth.deleteSession()
        await gate.open()
        #expect(try await answer.payload.id == "cus_1")
        #expect(await storage.get() == nil)
    }

    @Test("goes to no other server, and neither does what another SDK keeps")
    func otherServer() async throws {
        let storage = MemoryStorage()
        try await Self.fixture().store(storage: storage).auth.getToken(email: "a@b.co", password: "p")
        let elsewhere = try Self.fixture("https://elsewhere.example")
        _ = try await elsewhere.store(storage: storage).customers.retrieve()
        #expect(await elsewhere.sent("Authorization") == [nil])
        await storage.set(AuthenticationData(accessToken: "directus", origin: Fixture.address))
        let fixture = try Self.fixture()
        _ = try await fixture.store(storage: storage).customers.retrieve()
        #expect(await fixture.sent("Authorization") == [nil])
    }

    @Test("that cannot be read makes a request fail, never go out anonymous")
    func unreadable() async throws {
        let storage = LockedStorage()
        let fixture = try Self.fixture()
        let client = fixture.store(storage: storage)
        try await client.auth.getToken(email: "a@b.co", password: "p")
        await storage.lock()
        #expect(await failure { _ = try await client.customers.retrieve() }?.type == .storageUnavailable)
        #expect(await fixture.transport.requests.count == 1)
        await storage.unlock()
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer t1")
    }

    @Test("that cannot be written signs out all the same, and says so")
    func unwritable() async throws {
        let storage = LockedStorage()
        let fixture = try Self.fixture()
        let client = fixture.store(storage: storage)
        try await client.auth.getToken(email: "a@b.co", password: "p")
        await storage.lock()
        #expect(await failure { try await client.auth.deleteSession() }?.type == .storageUnavailable)
        #expect(try await fixture.lastRequest().method == "DELETE")
        await storage.unlock()
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().headers["Authorization"] == nil)
        try await client.auth.deleteSession()
        #expect(try await storage.get() == nil)
        #expect(try await fixture.lastRequest().headers["Authorization"] == "Bearer t1")
    }

    @Test("that could not be written at a sign-out holds the next sign-in")
    func afterwards() async throws {
        let storage = LockedStorage()
        let fixture = try Self.fixture()
        let client = fixture.store(storage: storage)
        try await client.auth.authenticate(email: "a@b.co", password: "p")
        await storage.lock()
        #expect(await failure { try await client.auth.deleteSession() }?.type == .storageUnavailable)
        await storage.unlock()
        try await client.auth.getToken(email: "a@b.co", password: "p")
        _ = try await client.customers.retrieve()
        #expect(try await fixture.lastRequest().lines == ["Accept: application/json", "Authorization: Bearer t1"])
    }

    @Test("holds Medusa 2's token alike")
    func v2() async throws {
        let storage = MemoryStorage()
        let fixture = try Self.fixture()
        try await fixture.v2(storage: storage).auth.login("customer", "emailpass", email: "a@b.co", password: "p")
        #expect(try await fixture.v2(storage: storage).auth.getToken() == "v2-token")
    }
}
