import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("The hook for errors")
struct ErrorHookTests {
    @Test("sees each error with its request, and what it returns is thrown")
    func replacing() async throws {
        let fixture = try RequestFixture { _, _ in .error(403, "FORBIDDEN") }
        let client = fixture.plain.with(
            .rest(onError: { error, request in
                DirectusError(code: "mine", message: "\(error.code) at \(request?.url.path ?? "-")")
            }))
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await client.request(.readMe())
        }
        #expect(error?.code == "mine")
        #expect(error?.message == "FORBIDDEN at /users/me")
    }

    @Test("sees an argument's error without a request")
    func withoutRequest() async throws {
        let fixture = try RequestFixture()
        let journal = Journal()
        let client = fixture.plain.with(
            .rest(onError: { error, request in
                await journal.write("\(error.code), \(request == nil ? "no request" : "a request")")
                return error
            }))
        await #expect(throws: DirectusError.self) { () async throws in try await client.request(.readItems("")) }
        #expect(await journal.entries == ["invalidArgument, no request"])
    }

    @Test("sees trouble with the network once, after the last attempt")
    func network() async throws {
        let journal = Journal()
        let fixture = try RequestFixture { _, _ in throw URLError(.cannotConnectToHost) }
        let client = fixture.plain.with(
            .rest(onError: { error, _ in
                await journal.write(error.code.rawValue)
                return error
            }))
        await #expect(throws: DirectusError.self) { () async throws in try await client.request(.readMe()) }
        #expect(await journal.entries == ["network"])
    }

    @Test("does not see what went well")
    func success() async throws {
        let journal = Journal()
        let fixture = try RequestFixture { _, _ in .json(["data": 1]) }
        let client = fixture.plain.with(
            .rest(onError: { error, _ in
                await journal.write("ran")
                return error
            }))
        _ = try await client.request(.readMe())
        #expect(await journal.entries.isEmpty)
    }
}
