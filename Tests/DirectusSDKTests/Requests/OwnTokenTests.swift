import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("A token of the caller's")
struct OwnTokenTests {
    private static func signedIn(_ script: @escaping ScriptedTransport.Script) -> SessionFixture {
        SessionFixture(storage: MemoryStorage(SessionFixture.data()), script)
    }

    /// Refuses every token; a refresh would go well.
    private static let refusing: ScriptedTransport.Script = { request, _ in
        request.url.path == "/auth/refresh"
            ? .tokens(access: "access-2", refresh: "refresh-2") : .error(401, "TOKEN_EXPIRED")
    }

    @Test("takes the place of the client's")
    func wins() async throws {
        let fixture = Self.signedIn { _, _ in .json(["data": 1]) }
        _ = try await fixture.client.request(.withToken("mine", .readMe()))
        _ = try await fixture.client.request(
            .customEndpoint(path: "/x", headers: ["authorization": "Bearer mine"]))
        #expect(
            await fixture.transport.requests.map { $0.headers.values("Authorization") } == [
                ["Bearer mine"], ["Bearer mine"],
            ])
    }

    @Test("goes along even with calls that have no credentials of their own")
    func anonymousCommand() async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(.withToken("mine", .serverPing()))
        #expect(try await fixture.onlyRequest().headers["Authorization"] == "Bearer mine")
    }

    @Test(
        "is never refreshed, wherever it came from",
        arguments: [
            RESTCommand.withToken("mine", .readMe()),
            .customEndpoint(path: "/x", headers: ["AUTHORIZATION": "Bearer mine"]),
            .withOptions(.readMe()) { $0.headers["Authorization"] = "Bearer mine" },
        ])
    func neverRefreshed(command: RESTCommand<JSON>) async throws {
        let fixture = Self.signedIn(Self.refusing)
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(command)
        }
        #expect(error?.code == .tokenExpired)
        #expect(await fixture.transport.requests.count == 1)
        #expect(try await fixture.client.getToken() == "access-1")
    }
}
