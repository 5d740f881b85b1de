import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Whether and when the same may go well")
struct RetryHintTests {
    private static func error(status: Int, headers: HeaderFields) async throws -> DirectusError {
        let fixture = try RequestFixture { _, _ in .error(status, "REQUESTS_EXCEEDED", headers: headers) }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.createItem("articles", [:] as JSON))
        }
        return try #require(error)
    }

    /// The test's clock shows 2026-06-05T12:00:00Z.
    @Test(
        "the wait is told in seconds or as a date, held against the server's own clock",
        arguments: [
            (["Retry-After": "41"], .seconds(41)), (["retry-after": "0"], .seconds(0)),
            (["Retry-After": "Fri, 05 Jun 2026 12:00:07 GMT"], .seconds(7)),
            (["Retry-After": "Fri, 05 Jun 2026 11:00:00 GMT"], .seconds(0)),
            (
                ["Retry-After": "Fri, 05 Jun 2026 10:00:09 GMT", "Date": "Fri, 05 Jun 2026 10:00:00 GMT"],
                .seconds(9)
            ),
            (["Retry-After": "soon"], nil), (["Retry-After": ""], nil), ([:], nil),
        ] as [(HeaderFields, Duration?)])
    func retryAfter(headers: HeaderFields, wait: Duration?) async throws {
        #expect(try await Self.error(status: 429, headers: headers).retryAfter == wait)
    }

    @Test(
        "an overloaded or restarting server may answer later",
        arguments: [
            (429, true), (503, true), (502, true), (504, true), (408, true), (400, false), (401, false), (403, false),
            (404, false), (500, false),
        ])
    func status(status: Int, isRetryable: Bool) async throws {
        #expect(try await Self.error(status: status, headers: [:]).isRetryable == isRetryable)
    }

    @Test(
        "trouble on the way is told apart, with its error behind it",
        arguments: [
            (URLError.Code.notConnectedToInternet, DirectusError.Code.network, true), (.cannotFindHost, .network, true),
            (.networkConnectionLost, .network, true), (.secureConnectionFailed, .network, true),
            (.timedOut, .timedOut, true), (.cancelled, .cancelled, false),
        ])
    func transport(cause: URLError.Code, code: DirectusError.Code, isRetryable: Bool) async throws {
        let fixture = try RequestFixture { _, _ in throw URLError(cause) }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code == code)
        #expect(error?.isRetryable == isRetryable)
        #expect(error?.status == nil)
        #expect(error?.retryAfter == nil)
        if code != .cancelled { #expect((error?.underlyingError as? URLError)?.code == cause) }
    }

    @Test("an error of a transport's own counts as trouble with the network")
    func ownTransport() async throws {
        let fixture = try RequestFixture { _, _ in throw AppError() }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code == .network)
        #expect(error?.underlyingError as? AppError == AppError())
    }

    @Test("a cancelled transport is a cancelled request")
    func cancelledTransport() async throws {
        let fixture = try RequestFixture { _, _ in throw CancellationError() }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code == .cancelled)
    }
}
