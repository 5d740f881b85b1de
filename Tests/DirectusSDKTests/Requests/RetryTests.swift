import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Requests that are repeated", .timeLimit(.minutes(1)))
struct RetryTests {
    /// Busy, or broken, so many times; then well.
    private static func fixture(
        policy: RetryPolicy = RetryPolicy(attempts: 3, longestWait: .seconds(10)), failures: Int = 1,
        failure: @escaping @Sendable () throws -> TransportResponse
    ) throws -> RequestFixture {
        try RequestFixture(retries: policy) { _, number in
            number <= failures ? try failure() : .json(["data": "well"])
        }
    }

    private static func busy(_ status: Int, after: String?) -> @Sendable () throws -> TransportResponse {
        {
            var headers = HeaderFields()
            headers["Retry-After"] = after
            return .error(status, "REQUESTS_EXCEEDED", headers: headers)
        }
    }

    @Test("wait as long as the server asks", arguments: [429, 503])
    func asked(status: Int) async throws {
        let fixture = try Self.fixture(failure: Self.busy(status, after: "3"))
        async let answer = fixture.client.request(.readItems("articles"))
        await fixture.clock.sleepers(atLeast: 1)
        #expect(fixture.clock.sleeps == [.seconds(3)])
        #expect(await fixture.transport.requests.count == 1)
        fixture.clock.advance(by: .seconds(3))
        #expect(try await answer == "well")
        let requests = await fixture.transport.requests
        #expect(requests.count == 2)
        #expect(requests.first == requests.last)
    }

    @Test("wait until the date that the server names")
    func askedWithDate() async throws {
        let fixture = try Self.fixture(failure: Self.busy(503, after: "Fri, 05 Jun 2026 12:00:05 GMT"))
        async let answer = fixture.client.request(.readMe())
        await fixture.clock.sleepers(atLeast: 1)
        #expect(fixture.clock.sleeps == [.seconds(5)])
        fixture.clock.advance(by: .seconds(5))
        #expect(try await answer == "well")
    }

    @Test("are thrown with the wait when that is beyond the limit", arguments: ["11", "86400"])
    func tooLong(after: String) async throws {
        let fixture = try Self.fixture(failure: Self.busy(429, after: after))
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.readMe())
        }
        #expect(error?.code == .requestsExceeded)
        #expect(error?.retryAfter == Int(after).map { .seconds($0) })
        #expect(fixture.clock.sleeps.isEmpty)
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("are not repeated without being asked to", arguments: [429, 503, 502, 500])
    func notAsked(status: Int) async throws {
        let fixture = try Self.fixture(failure: Self.busy(status, after: nil))
        await #expect(throws: DirectusError.self) { () async throws in try await fixture.client.request(.readMe()) }
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("are not repeated for other errors, whatever these ask", arguments: [400, 401, 403, 404, 500, 502])
    func otherErrors(status: Int) async throws {
        let fixture = try Self.fixture(failure: Self.busy(status, after: "1"))
        await #expect(throws: DirectusError.self) { () async throws in try await fixture.client.request(.readMe()) }
        #expect(await fixture.transport.requests.count == 1)
    }

    @Test("come again after a connection that broke, later each time")
    func brokenConnection() async throws {
        let fixture = try Self.fixture(failures: 2) { throw URLError(.networkConnectionLost) }
        async let answer = fixture.client.request(.readMe())
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(10))
        _ = await fixture.transport.requests(atLeast: 2)
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(10))
        #expect(try await answer == "well")
        #expect(await fixture.transport.requests.count == 3)
        let waits = fixture.clock.sleeps
        try #require(waits.count == 2)
        #expect(waits[0] > .zero && waits[0] < waits[1] && waits[1] <= .seconds(10))
    }

    @Test("stop at the number of attempts, and throw the last failure")
    func attempts() async throws {
        let fixture = try Self.fixture(
            policy: RetryPolicy(attempts: 2), failures: 9, failure: Self.busy(429, after: "1"))
        async let answer = CommandCase(.readMe(), "", "").run(by: fixture.client)
        await fixture.clock.sleepers(atLeast: 1)
        fixture.clock.advance(by: .seconds(1))
        #expect(await answer?.code == .requestsExceeded)
        #expect(await fixture.transport.requests.count == 2)
    }

    @Test(
        "are those that do no harm twice",
        arguments: [
            (CommandCase(.readMe(), "", ""), true), (CommandCase(.deleteItem("articles", 1), "", ""), true),
            (CommandCase(.withSearch(.readItems("articles", Query(limit: 1))), "", ""), true),
            (CommandCase(.customEndpoint(path: "/x", method: "PUT"), "", ""), true),
            (CommandCase(.createItem("articles", [:] as JSON), "", ""), false),
            (CommandCase(.updateItem("articles", 1, [:] as JSON), "", ""), false),
            (CommandCase(.login(email: "a@b.co", password: "p"), "", ""), false),
        ])
    func harmless(command: CommandCase, isRepeated: Bool) async throws {
        let broken: @Sendable () throws -> TransportResponse = { throw URLError(.networkConnectionLost) }
        for failure in [Self.busy(503, after: "1"), broken] {
            let fixture = try Self.fixture(failures: 9, failure: failure)
            async let error = command.run(by: fixture.client)
            if isRepeated {
                for attempt in 2...3 {
                    await fixture.clock.sleepers(atLeast: 1)
                    fixture.clock.advance(by: .seconds(10))
                    _ = await fixture.transport.requests(atLeast: attempt)
                }
            }
            #expect(await error != nil)
            #expect(await fixture.transport.requests.count == (isRepeated ? 3 : 1))
        }
    }

    @Test("are none with the policy never, nor after a time-out")
    func never() async throws {
        let fixtures = [
            try Self.fixture(policy: .never, failure: Self.busy(503, after: "1")),
            try Self.fixture(policy: .never) { throw URLError(.networkConnectionLost) },
            try Self.fixture { throw URLError(.timedOut) }, try Self.fixture { throw CancellationError() },
        ]
        for fixture in fixtures {
            await #expect(throws: DirectusError.self) { () async throws in try await fixture.client.request(.readMe()) }
            #expect(await fixture.transport.requests.count == 1)
            #expect(fixture.clock.sleeps.isEmpty)
        }
    }

    @Test("end at once when the caller is cancelled during the wait")
    func cancelled() async throws {
        let fixture = try Self.fixture(failure: Self.busy(503, after: "5"))
        let task = Task { () throws(DirectusError) -> JSON in try await fixture.client.request(.readMe()) }
        await fixture.clock.sleepers(atLeast: 1)
        task.cancel()
        let error = await #expect(throws: DirectusError.self) { () async throws in try await task.value }
        #expect(error?.code == .cancelled)
        #expect(await fixture.transport.requests.count == 1)
    }
}
