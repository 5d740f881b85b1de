import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

/// `specs/directus.md` 2.6 and 13.1: at these endpoints 401 `INVALID_CREDENTIALS` speaks of the password.
@Suite("A password or code that the two-factor endpoints refuse")
struct TwoFactorRefusalTests {
    static let commands = [
        CommandCase(.generateTwoFactorSecret("wrong"), "", ""), CommandCase(.enableTwoFactor("s", "1"), "", ""),
        CommandCase(.disableTwoFactor("1"), "", ""), CommandCase(.replaceRecoveryCodes("wrong"), "", ""),
    ]
    static let answers = [
        (401, "INVALID_CREDENTIALS"), (401, "INVALID_OTP"), (403, "FORBIDDEN"), (403, "INVALID_TOKEN"),
        (400, "INVALID_PAYLOAD"),
    ]

    @Test("says nothing about the session", arguments: commands, answers)
    func noRefresh(command: CommandCase, answer: (Int, String)) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .error(answer.0, answer.1)
        }
        let error = await command.run(by: fixture.client)
        #expect(error?.code.rawValue == answer.1)
        #expect(await fixture.transport.requests.map { $0.headers["Authorization"] } == ["Bearer access-1"])
        #expect(try await fixture.client.getToken() == "access-1")
    }

    @Test("is not what an expired token means: that is replaced once", arguments: commands)
    func expired(command: CommandCase) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { request, _ in
            request.url.path == "/auth/refresh"
                ? .tokens(access: "access-2", refresh: "refresh-2") : .error(401, "TOKEN_EXPIRED")
        }
        let error = await command.run(by: fixture.client)
        #expect(error?.code == .tokenExpired)
        #expect(
            await fixture.transport.requests.map { $0.headers["Authorization"] } == [
                "Bearer access-1", nil, "Bearer access-2",
            ])
    }
}
