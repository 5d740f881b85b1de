import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 13.1.
@Suite("A session's token that the server refuses")
struct RefusedTokenTests {
    /// Refuses the first token with this, and takes the second.
    private static func fixture(_ status: Int, _ code: String, always: Bool = false) -> SessionFixture {
        SessionFixture(storage: MemoryStorage(SessionFixture.data())) { request, _ in
            if request.url.path == "/auth/refresh" { return .tokens(access: "access-2", refresh: "refresh-2") }
            if always || request.headers["Authorization"] != "Bearer access-2" { return .error(status, code) }
            return .json(["data": ["id": "u1"]])
        }
    }

    @Test(
        "is replaced once, and the request repeated once",
        arguments: [(401, "TOKEN_EXPIRED"), (401, "INVALID_CREDENTIALS"), (403, "INVALID_TOKEN")])
    func replaced(status: Int, code: String) async throws {
        let fixture = Self.fixture(status, code)
        #expect(try await fixture.client.request(.readMe()) == ["id": "u1"])
        let requests = await fixture.transport.requests
        #expect(requests.map(\.url.path) == ["/users/me", "/auth/refresh", "/users/me"])
        #expect(requests.map { $0.headers["Authorization"] } == ["Bearer access-1", nil, "Bearer access-2"])
    }

    @Test("does not keep a request that writes from being repeated: the server did nothing with it")
    func writing() async throws {
        let fixture = Self.fixture(401, "TOKEN_EXPIRED")
        _ = try await fixture.client.request(.createItem("articles", ["title": "a"] as JSON))
        let requests = await fixture.transport.requests
        #expect(requests.map(\.url.path) == ["/items/articles", "/auth/refresh", "/items/articles"])
        #expect(requests.first?.body == requests.last?.body)
    }

    @Test(
        "twice is the caller's to know, and the session stays",
        arguments: [(401, "TOKEN_EXPIRED"), (401, "INVALID_CREDENTIALS"), (403, "INVALID_TOKEN")])
    func twice(status: Int, code: String) async throws {
        let fixture = Self.fixture(status, code, always: true)
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.status == status)
        #expect(error?.code.rawValue == code)
        #expect(await fixture.transport.requests.map(\.url.path) == ["/users/me", "/auth/refresh", "/users/me"])
        #expect(try await fixture.client.getToken() == "access-2")
    }

    @Test(
        "is not refused by other errors",
        arguments: [
            (403, "FORBIDDEN"), (401, "INVALID_OTP"), (401, "USER_SUSPENDED"), (400, "TOKEN_EXPIRED"),
            (500, "INVALID_CREDENTIALS"), (401, "SOMETHING_NEW"), (404, "ROUTE_NOT_FOUND"), (401, "INVALID_TOKEN"),
        ])
    func otherErrors(status: Int, code: String) async throws {
        let fixture = Self.fixture(status, code)
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code.rawValue == code)
        #expect(await fixture.transport.requests.map(\.url.path) == ["/users/me"])
    }

    @Test("is not refused by a page of a proxy's")
    func proxy() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            TransportResponse(status: 401, headers: ["Content-Type": "text/html"])
        }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code == .invalidResponse)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("reaches the hooks twice, each time with the token that is sent")
    func hooks() async throws {
        let journal = Journal()
        let fixture = Self.fixture(401, "TOKEN_EXPIRED")
        _ = try await fixture.client.with(
            .rest(onRequest: { request in
                await journal.write(request.headers["Authorization"] ?? "-")
                return request
            })
        ).request(.readMe())
        #expect(await journal.entries == ["Bearer access-1", "Bearer access-2"])
    }
}
