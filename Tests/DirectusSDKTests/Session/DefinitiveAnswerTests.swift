import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 13.1: what ends a session, and what does not.
@Suite("Only a definitive answer of /auth/refresh ends a session")
struct DefinitiveAnswerTests {
    @Test(
        "a definitive answer signs out, once, and says why",
        arguments: [
            (401, "INVALID_CREDENTIALS", SignOutReason.ended), (401, "TOKEN_EXPIRED", .ended),
            (401, "USER_SUSPENDED", .suspended), (403, "INVALID_TOKEN", .tokenRefused),
        ])
    func ends(status: Int, code: String, reason: SignOutReason) async throws {
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, _ in .error(status, code) }
        var changes = fixture.client.authenticationChanges.makeAsyncIterator()
        #expect(await changes.next() == .loading)
        #expect(await changes.next() == .signedIn(.fresh))
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        #expect(error?.code.rawValue == code)
        #expect(await changes.next() == .signedOut(reason))
        #expect(await storage.get() == nil)
        // A dead session is remembered as dead: public calls go out anonymous, and nothing is refreshed again.
        #expect(try await fixture.client.getToken() == nil)
        await #expect(throws: DirectusError.self) { try await fixture.client.request(.readMe()) }
        let sent = await fixture.transport.requests
        #expect(sent.map(\.url.path) == ["/auth/refresh", "/users/me"])
        #expect(sent.last?.headers["Authorization"] == nil)
    }

    static let indefinite: [(String, TransportResponse, DirectusError.Code)] = [
        ("503", .error(503, "SERVICE_UNAVAILABLE", headers: ["Retry-After": "30"]), .serviceUnavailable),
        ("429", .error(429, "REQUESTS_EXCEEDED"), .requestsExceeded),
        ("500", .error(500, "INTERNAL_SERVER_ERROR"), .internalServerError),
        ("403 of a policy", .error(403, "FORBIDDEN"), .forbidden),
        ("400", .error(400, "INVALID_PAYLOAD"), .invalidPayload),
        ("404 of a wrong path", .error(404, "ROUTE_NOT_FOUND"), .routeNotFound),
        ("401 with another code", .error(401, "INVALID_OTP"), .invalidOTP),
        ("INVALID_CREDENTIALS with another status", .error(502, "INVALID_CREDENTIALS"), .invalidCredentials),
        (
            "an HTML error page",
            TransportResponse(
                status: 401, headers: ["Content-Type": "text/html"], body: Data("<h1>Proxy login</h1>".utf8)),
            .invalidResponse
        ),
        (
            "a captive portal",
            TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: Data("<h1>Hello</h1>".utf8)),
            .invalidResponse
        ),
        ("204", .noContent, .invalidResponse),
        (
            "truncated JSON",
            TransportResponse(
                status: 200, headers: ["Content-Type": "application/json"],
                body: Data(#"{"data":{"access_token":"acc"#.utf8)), .invalidResponse
        ),
        ("an answer without tokens", .json(["data": ["expires": 900_000]]), .invalidResponse),
        ("an empty list of errors", .json(["errors": []], status: 401), .invalidResponse),
    ]

    @Test("anything else keeps it", arguments: indefinite.indices)
    func keeps(index: Int) async throws {
        let (name, answer, code) = Self.indefinite[index]
        let storage = MemoryStorage(SessionFixture.data())
        let fixture = SessionFixture(storage: storage) { _, _ in answer }
        let error = await #expect(throws: DirectusError.self) { try await fixture.client.refresh() }
        #expect(error?.code == code, "\(name)")
        #expect(await storage.get() == SessionFixture.data(), "\(name)")
        #expect(try await fixture.client.getToken() == "access-1", "\(name)")
    }

    @Test("INVALID_CREDENTIALS of a refresh that another process had overtaken is no sign-out")
    func overtaken() async throws {
        let storage = MemoryStorage(SessionFixture.data())
        let newer = SessionFixture.data(access: "access-9", refresh: "refresh-9")
        let fixture = SessionFixture(storage: storage) { _, _ in
            await storage.set(newer)
            return .error(401, "INVALID_CREDENTIALS")
        }
        #expect(try await fixture.client.refresh() == newer)
        #expect(try await fixture.client.getToken() == "access-9")
    }
}
