import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// `specs/medusa.md` A6.5.
@Suite("Requests that are sent again", .timeLimit(.minutes(1)))
struct RetryTests {
    typealias Failure = @Sendable () throws -> TransportResponse

    private let clock = SkippingClock()

    /// Fails so many times; then well.
    private func fixture(failures: Int = .max, _ failure: @escaping Failure) throws -> Fixture {
        try Fixture(waiting: clock) { _, number in number <= failures ? try failure() : .json(["well": true]) }
    }

    private static func answering(_ status: Int, retryAfter: String? = nil) -> Failure {
        {
            var headers = HeaderFields()
            headers["Retry-After"] = retryAfter
            return .json(["type": "some_error", "message": "No."], status: status, headers: headers)
        }
    }

    /// Sends, and says what came of it.
    private func outcome(
        of method: String = "GET", retries: Int, by fixture: Fixture, headers: HeaderFields = [:]
    ) async -> MedusaError? {
        await failure {
            try await fixture.store(maxRetries: retries).request(method, "/store/x", customHeaders: headers)
        }
    }

    @Test(
        "are those of every method, by the status alone", arguments: ["GET", "POST", "DELETE"],
        [409, 501, 502, 503, 504, 599])
    func statuses(method: String, status: Int) async throws {
        let fixture = try self.fixture(failures: 1, Self.answering(status))
        #expect(await outcome(of: method, retries: 1, by: fixture) == nil)
        let requests = await fixture.transport.requests
        #expect(requests.count == 2)
        // The same in every field, the idempotency key among them.
        #expect(requests.first == requests.last)
        #expect(requests.first?.headers["Idempotency-Key"] == (method == "POST" ? "key-1" : nil))
    }

    @Test("are not those that would fail again", arguments: [301, 400, 401, 403, 404, 408, 422, 425, 429, 500, 600])
    func others(status: Int) async throws {
        let fixture = try self.fixture(Self.answering(status))
        #expect(await outcome(retries: 3, by: fixture)?.status == status)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test(
        "are those without an answer",
        arguments: [URLError.Code.timedOut, .networkConnectionLost, .cannotFindHost, .notConnectedToInternet])
    func noAnswer(code: URLError.Code) async throws {
        let fixture = try self.fixture(failures: 1) { throw URLError(code) }
        #expect(await outcome(of: "POST", retries: 1, by: fixture) == nil)
        #expect(await fixture.transport.requests.count == 2)
    }

    @Test("come after 0.5, 1.5, 3.5, 7.5 seconds, and never later than after 10")
    func delays() async throws {
        let fixture = try self.fixture(Self.answering(503))
        let error = await outcome(retries: 7, by: fixture)
        #expect(error?.status == 503)
        #expect(clock.sleeps == [0.5, 1.5, 3.5, 7.5, 10, 10, 10].map { .seconds($0) })
        #expect(await fixture.transport.requests.count == 8)
    }

    @Test(
        "come when Retry-After says, up to 300 seconds",
        arguments: [
            ("1", 1), ("120", 120), ("300", 300), ("Fri, 05 Jun 2026 12:00:30 GMT", 30),
        ])
    func asked(retryAfter: String, seconds: Int) async throws {
        let fixture = try self.fixture(failures: 1, Self.answering(503, retryAfter: retryAfter))
        #expect(await outcome(retries: 1, by: fixture) == nil)
        #expect(clock.sleeps == [.seconds(seconds)])
    }

    @Test(
        "do not come when Retry-After says anything else: the error is thrown at once",
        arguments: ["0", "301", "86400", "-1", "soon", "Fri, 05 Jun 2026 11:59:00 GMT"])
    func askedTooMuch(retryAfter: String) async throws {
        let fixture = try self.fixture(Self.answering(503, retryAfter: retryAfter))
        #expect(await outcome(retries: 3, by: fixture)?.status == 503)
        #expect(clock.sleeps.isEmpty)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("are none unless asked for", arguments: [0, -1])
    func never(retries: Int) async throws {
        let broken: Failure = { throw URLError(.networkConnectionLost) }
        for failure in [Self.answering(503), broken] {
            let fixture = try self.fixture(failure)
            #expect(await outcome(retries: retries, by: fixture) != nil)
            #expect(await fixture.transport.requests.count == 1)
            #expect(try await fixture.lastRequest().headers["Idempotency-Key"] == nil)
        }
    }

    @Test("are no POST whose idempotency key the caller took away")
    func withoutKey() async throws {
        let fixture = try self.fixture(Self.answering(503))
        let headers: HeaderFields = ["Idempotency-Key": ""]
        #expect(await outcome(of: "POST", retries: 3, by: fixture, headers: headers)?.status == 503)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("are none of Medusa 2's")
    func v2() async throws {
        let fixture = try self.fixture(Self.answering(503))
        #expect(await failure { try await fixture.v2().fetch("/store/x") }?.status == 503)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("are none that was cancelled", arguments: [URLError(.cancelled) as any Error, CancellationError()])
    func cancelledRequest(error: any Error) async throws {
        let fixture = try self.fixture { throw error }
        #expect(await outcome(retries: 3, by: fixture)?.type == .cancelled)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("do not go out with credentials that have ended during the wait")
    func signOutMeanwhile() async throws {
        let fixture = try Fixture { request, _ in
            switch (request.method, request.url.path) {
            case ("POST", "/store/auth/token"): .accessToken("t1")
            case ("DELETE", _): .text("OK")
            default: TransportResponse(status: 503)
            }
        }
        let client = fixture.store(maxRetries: 3)
        try await client.auth.getToken(email: "a@b.co", password: "p")
        async let error = failure { _ = try await client.customers.update(["first_name": "Ada"]) }
        await fixture.clock.sleepers(atLeast: 1)
        try await client.auth.deleteSession()
        fixture.clock.advance(by: .seconds(10))
        #expect(await error?.type == .superseded)
        #expect(await fixture.transport.requests.map(\.method) == ["POST", "POST", "DELETE"])
    }

    @Test("are those of a sign-out, too, though somebody signs in meanwhile", .timeLimit(.minutes(1)))
    func signInMeanwhile() async throws {
        let fixture = try Fixture { request, number in
            switch request.method {
            case "DELETE": number == 2 ? TransportResponse(status: 503) : .text("OK")
            default: .accessToken("t\(number)")
            }
        }
        let auth = fixture.store(maxRetries: 3).auth
        try await auth.getToken(email: "a@b.co", password: "p")
        async let ended: Void = { _ = try await auth.deleteSession() }()
        await fixture.clock.sleepers(atLeast: 1)
        try await auth.getToken(email: "c@d.co", password: "p")
        fixture.clock.advance(by: .seconds(10))
        try await ended
        #expect(await fixture.sent("Authorization") == [nil, "Bearer t1", nil, "Bearer t1"])
    }

    @Test("end when the caller is cancelled during the wait")
    func cancelledWait() async throws {
        let fixture = try Fixture { _, _ in TransportResponse(status: 503) }
        let task = Task { await failure { try await fixture.store(maxRetries: 3).request("GET", "/store/x") } }
        await fixture.clock.sleepers(atLeast: 1)
        task.cancel()
        #expect(await task.value?.type == .cancelled)
        #expect(await fixture.transport.requests.count == 1)
    }
}
