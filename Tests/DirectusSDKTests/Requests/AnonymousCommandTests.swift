import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Calls that bring their own proof")
struct AnonymousCommandTests {
    static let commands: [CommandCase] = [
        CommandCase(.login(email: "a@b.co", password: "p"), "", ""),
        CommandCase(.login(identifier: "a", password: "p", provider: "ldap"), "", ""),
        CommandCase(.refresh(mode: .json, refreshToken: "r"), "", ""),
        CommandCase(.logout(mode: .json, refreshToken: "r"), "", ""),
        CommandCase(.passwordRequest("a@b.co"), "", ""), CommandCase(.passwordReset("t", "p"), "", ""),
        CommandCase(.acceptUserInvite("t", "p"), "", ""), CommandCase(.registerUser("a@b.co", "p"), "", ""),
        CommandCase(.registerUserVerify("t"), "", ""), CommandCase(.authenticateShare("s"), "", ""),
        CommandCase(.readProviders(), "", ""), CommandCase(.serverPing(), "", ""),
    ]

    @Test("carry no token of the session's", arguments: commands)
    func token(command: CommandCase) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in .noContent }
        await command.run(by: fixture.client)
        let request = try #require(await fixture.transport.requests.first)
        #expect(request.headers["Authorization"] == nil)
        #expect(request.headers["Cookie"] == nil)
    }

    @Test("carry no cookie of the session's", arguments: [AuthenticationMode.cookie, .session])
    func cookie(mode: AuthenticationMode) async throws {
        let fixture = SessionFixture(mode) { request, _ in
            request.url.path == "/auth/login"
                ? .json(
                    ["data": ["expires": 900_000, "access_token": mode == .cookie ? "a1" : .null]],
                    headers: ["Set-Cookie": "directus_token=c00kie; Max-Age=604800; Path=/; HttpOnly"])
                : .noContent
        }
        _ = try await fixture.client.login(email: "a@b.co", password: "p")
        for command in Self.commands { await command.run(by: fixture.client) }
        let later = await fixture.transport.requests.dropFirst()
        #expect(later.count == Self.commands.count)
        #expect(later.allSatisfy { $0.headers["Authorization"] == nil && $0.headers["Cookie"] == nil })
    }

    @Test(
        "are refused without a thought for the session: their own proof is what the server refuses",
        arguments: commands, ["INVALID_CREDENTIALS", "TOKEN_EXPIRED"])
    func refused(command: CommandCase, code: String) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in .error(401, code) }
        #expect(await command.run(by: fixture.client)?.code.rawValue == code)
        #expect(await fixture.transport.requests.count == 1)
        #expect(try await fixture.client.getToken() == "access-1")
    }

    @Test("carry no static token", arguments: commands)
    func staticToken(command: CommandCase) async throws {
        let fixture = try RequestFixture()
        await command.run(by: fixture.plain.with(.rest()).with(.staticToken("t1")))
        #expect(try await fixture.onlyRequest().headers["Authorization"] == nil)
    }
}
