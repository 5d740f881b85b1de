import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("What began for one account is not sent for another, nor anonymous", .timeLimit(.minutes(1)))
struct AnotherLoginTests {
    private static let expired = SessionFixture.data(
        access: "ada-1", refresh: "ada-1", lifetime: .seconds(1), at: ManualSessionClock().now - 10)

    /// Ada is signed in; whoever logs in is Bob. The gate holds refreshes and what Ada's token is refused for.
    private func fixture(_ data: AuthenticationData, behind gate: Gate) -> SessionFixture {
        SessionFixture(storage: MemoryStorage(data)) { request, _ in
            switch request.url.path {
            case "/auth/login": return .tokens(access: "bob-1", refresh: "bob-1")
            case "/auth/logout": return .noContent
            case "/auth/refresh":
                await gate.pass()
                return .tokens(access: "ada-2", refresh: "ada-2")
            default:
                guard request.headers["Authorization"] == "Bearer ada-1" else { return .json(["data": [:]]) }
                await gate.pass()
                return .error(401, "TOKEN_EXPIRED")
            }
        }
    }

    @Test("not when it waited for a refresh, and somebody else signed in, or everybody out", arguments: [true, false])
    func waitingForRefresh(signsIn: Bool) async throws {
        let gate = Gate()
        let fixture = fixture(Self.expired, behind: gate)
        let post = Task { try await fixture.client.request(.createItem("messages", ["text": "from Ada"])) }
        _ = await fixture.transport.requests(atLeast: 1)
        let logout = Task { try await fixture.client.logout() }
        try await eventually { await (fixture.storage as? MemoryStorage)?.get() == nil }
        if signsIn { try await fixture.client.login(email: "bob@example.com", password: "secret") }
        await gate.open()
        let error = await #expect(throws: DirectusError.self) { try await post.value }
        #expect(error?.code == .superseded)
        try await logout.value
        #expect(await fixture.transport.count(of: "/items/messages") == 0)
    }

    @Test("not when its token was refused after somebody else had signed in")
    func refused() async throws {
        let gate = Gate()
        let fixture = fixture(SessionFixture.data(access: "ada-1", refresh: "ada-1"), behind: gate)
        let post = Task { try await fixture.client.request(.createItem("messages", ["text": "from Ada"])) }
        _ = await fixture.transport.requests(atLeast: 1)
        try await fixture.client.logout()
        try await fixture.client.login(email: "bob@example.com", password: "secret")
        await gate.open()
        let error = await #expect(throws: DirectusError.self) { try await post.value }
        #expect(error?.code == .superseded)
        let sent = await fixture.transport.requests.filter { $0.url.path == "/items/messages" }
        #expect(sent.map { $0.headers["Authorization"] } == ["Bearer ada-1"])
    }

    @Test("not when another process has put another login into the storage meanwhile")
    func anotherProcess() async throws {
        let gate = Gate()
        let storage = MemoryStorage(Self.expired)
        let fixture = SessionFixture(storage: storage) { _, _ in
            await gate.pass()
            return .tokens(access: "ada-2", refresh: "ada-2")
        }
        let post = Task { try await fixture.client.request(.createItem("messages", ["text": "from Ada"])) }
        _ = await fixture.transport.requests(atLeast: 1)
        var bob = SessionFixture.data(access: "bob-1", refresh: "bob-1")
        bob.loginID = "bob's"
        await storage.set(bob)
        await gate.open()
        let error = await #expect(throws: DirectusError.self) { try await post.value }
        #expect(error?.code == .superseded)
        #expect(try await fixture.client.getToken() == "bob-1")
    }

    @Test("a session that is stored for one server is not sent to another, and is left where it is")
    func anotherServer() async throws {
        let storage = MemoryStorage()
        let fixture = SessionFixture(storage: storage) { _, _ in .tokens(access: "ada-1", refresh: "ada-1") }
        let data = try await fixture.client.login(email: "ada@example.com", password: "secret")
        let url = try #require(URL(string: "https://staging.example.com"))
        let other = ScriptedTransport { _, _ in .json(["data": [:]]) }
        let client = DirectusClient(
            url: url, authentication: .json, storage: storage,
            options: ClientOptions(transport: other, clock: fixture.clock))
        #expect(try await client.getToken() == nil)
        try await client.request(.readMe())
        #expect(await other.requests.allSatisfy { $0.headers["Authorization"] == nil && $0.body == nil })
        #expect(await storage.get() == data)
    }

    @Test("an empty token is refused, and does not fall back to the client's own", arguments: ["", " \n"])
    func emptyToken(token: String) async throws {
        let transport = ScriptedTransport { _, _ in .json(["data": [:]]) }
        let options = ClientOptions(transport: transport)
        let service = DirectusClient(url: SessionFixture.url, token: "administrators", options: options)
        let first = await #expect(throws: DirectusError.self) {
            try await service.request(.withToken(token, .readMe()))
        }
        let second = await #expect(throws: DirectusError.self) {
            try await DirectusClient(url: SessionFixture.url, token: token, options: options).request(.readMe())
        }
        #expect(first?.code == .invalidArgument)
        #expect(second?.code == .invalidArgument)
        #expect(await transport.requests.isEmpty)
    }

    @Test("a token with the line break of its file is sent without it, and one with a break inside not at all")
    func lineBreaks() async throws {
        let transport = ScriptedTransport { _, _ in .json(["data": [:]]) }
        let options = ClientOptions(transport: transport)
        try await DirectusClient(url: SessionFixture.url, token: "static\n", options: options).request(.readMe())
        #expect(await transport.requests.last?.headers["Authorization"] == "Bearer static")
        let error = await #expect(throws: DirectusError.self) {
            try await DirectusClient(url: SessionFixture.url, token: "sta\r\ntic", options: options).request(.readMe())
        }
        #expect(error?.code == .invalidArgument)
        #expect(await transport.requests.count == 1)
    }
}
