import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("A static token")
struct StaticTokenTests {
    @Test("goes along with each request, and another one after it was replaced")
    func sent() async throws {
        let fixture = try RequestFixture()
        let client = fixture.plain.with(.rest()).with(.staticToken("t1"))
        #expect(await client.getToken() == "t1")
        _ = try await client.request(.readMe())
        await client.setToken("t2")
        _ = try await client.request(.readMe())
        await client.setToken(nil)
        _ = try await client.request(.readMe())
        #expect(
            await fixture.transport.requests.map { $0.headers["Authorization"] } == ["Bearer t1", "Bearer t2", nil])
    }

    @Test("may be none: then calls go out without")
    func none() async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.plain.with(.staticToken(nil)).with(.rest()).request(.readMe())
        #expect(try await fixture.onlyRequest().headers["Authorization"] == nil)
    }

    @Test(
        "that the server refuses is refused: there is nothing to refresh",
        arguments: ["TOKEN_EXPIRED", "INVALID_CREDENTIALS"])
    func refused(code: String) async throws {
        let fixture = try RequestFixture { _, _ in .error(401, code) }
        let client = fixture.plain.with(.rest()).with(.staticToken("t1"))
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await client.request(.readMe())
        }
        #expect(error?.code.rawValue == code)
        #expect(await fixture.transport.requests.count == 1)
    }
}
