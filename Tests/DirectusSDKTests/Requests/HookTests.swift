import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Hooks")
struct HookTests {
    @Test("run around the request: the command's before the client's")
    func order() async throws {
        let journal = Journal()
        let fixture = try RequestFixture { _, _ in
            await journal.write("server")
            return .json(["data": 1])
        }
        let client = fixture.plain.with(
            .rest(
                onRequest: { request in
                    await journal.write("client's request")
                    return request
                },
                onResponse: { response, _ in
                    await journal.write("client's response")
                    return response
                }))
        let command = RESTCommand.withHooks(
            .readMe(),
            onRequest: { request in
                await journal.write("command's request")
                return request
            },
            onResponse: { response, _ in
                await journal.write("command's response")
                return response
            })
        _ = try await client.request(command)
        #expect(
            await journal.entries == [
                "command's request", "client's request", "server", "command's response", "client's response",
            ])
    }

    @Test("see the request with its token, and what they return is sent")
    func request() async throws {
        let fixture = try RequestFixture()
        let client = fixture.plain.with(.staticToken("t1")).with(
            .rest(onRequest: { request in
                var request = request
                request.headers["X-Seen"] = request.headers["Authorization"]
                request.headers["X-Command"] = (request.headers["X-Command"] ?? "") + " and client"
                return request
            }))
        _ = try await client.request(.withOptions(.readMe()) { $0.headers["X-Command"] = "command" })
        let headers = try await fixture.onlyRequest().headers
        #expect(headers["X-Seen"] == "Bearer t1")
        #expect(headers["X-Command"] == "command and client")
    }

    @Test("see the answer and the request that was sent, and what they return is read")
    func response() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": "server"], headers: ["X-Trace": "7"]) }
        let client = fixture.plain.with(
            .rest(onResponse: { response, request in
                .json(["data": .string("\(response.headers["X-Trace"] ?? "-") \(request.method) \(request.url.path)")])
            }))
        #expect(try await client.request(.readMe()) == "7 GET /users/me")
    }

    @Test("of answers do not run on errors")
    func errors() async throws {
        let journal = Journal()
        let fixture = try RequestFixture { _, _ in .error(403, "FORBIDDEN") }
        let client = fixture.plain.with(
            .rest(onResponse: { response, _ in
                await journal.write("ran")
                return response
            }))
        await #expect(throws: DirectusError.self) { () async throws in try await client.request(.readMe()) }
        #expect(await journal.entries.isEmpty)
    }

    @Test("that throw end the request with their error behind it, and nothing is sent")
    func throwingBefore() async throws {
        let fixture = try RequestFixture()
        let client = fixture.plain.with(.rest(onRequest: { _ in throw AppError() }))
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await client.request(.readMe())
        }
        #expect(error?.code == .hookFailed)
        #expect(error?.underlyingError as? AppError == AppError())
        #expect(await fixture.transport.requests.isEmpty)
    }

    @Test("that throw after the answer end the request too")
    func throwingAfter() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": 1]) }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.withHooks(.readMe(), onResponse: { _, _ in throw AppError() }))
        }
        #expect(error?.code == .hookFailed)
        #expect(error?.underlyingError is AppError)
    }

    @Test("may throw an error of this library, which is passed on, or be cancelled")
    func knownErrors() async throws {
        let fixture = try RequestFixture()
        let own = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(
                .withOptions(.readMe()) { _ in throw DirectusError(code: "shopClosed", message: "Closed.") })
        }
        #expect(own?.code == "shopClosed")
        let cancelled = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.withOptions(.readMe()) { _ in throw CancellationError() })
        }
        #expect(cancelled?.code == .cancelled)
    }

    @Test("replace earlier ones of the same command")
    func replacing() async throws {
        let fixture = try RequestFixture()
        let first = RESTCommand.withOptions(.readMe()) { $0.headers["X-First"] = "1" }
        _ = try await fixture.client.request(.withOptions(first) { $0.headers["X-Second"] = "2" })
        let headers = try await fixture.onlyRequest().headers
        #expect(headers["X-First"] == nil)
        #expect(headers["X-Second"] == "2")
    }
}
