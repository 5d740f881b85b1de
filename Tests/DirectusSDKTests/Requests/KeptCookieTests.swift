import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Cookies of a client that signs in by command")
struct KeptCookieTests {
    private static let cookie = "directus_session_token=c00kie; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax"

    private static func fixture() throws -> RequestFixture {
        try RequestFixture { request, _ in
            request.url.path == "/auth/login"
                ? .json(["data": ["expires": 86_400_000]], headers: ["Set-Cookie": cookie]) : .json(["data": 1])
        }
    }

    private static func cookies(
        after command: CommandCase, credentials: CredentialsPolicy?
    ) async throws -> [String?] {
        let fixture = try fixture()
        let client = fixture.plain.with(.rest(credentials: credentials))
        _ = try await client.request(.login(email: "a@b.co", password: "p", mode: .session))
        await command.run(by: client)
        return await fixture.transport.requests.map { $0.headers["Cookie"] }
    }

    @Test(
        "are sent where they are the proof",
        arguments: [
            CommandCase(.readMe(), "", ""), CommandCase(.refresh(mode: .session), "", ""),
            CommandCase(.logout(mode: .session), "", ""),
        ])
    func sent(command: CommandCase) async throws {
        #expect(
            try await Self.cookies(after: command, credentials: .include) == [nil, "directus_session_token=c00kie"])
    }

    /// `specs/directus.md` 3.2: a bad token is an error on public endpoints too, so a revoked session must not stand in
    /// the way of the next login.
    @Test(
        "are not sent where they prove nothing",
        arguments: [
            CommandCase(.login(email: "a@b.co", password: "p"), "", ""), CommandCase(.passwordReset("t", "p"), "", ""),
            CommandCase(.serverPing(), "", ""), CommandCase(.withToken("mine", .readMe()), "", ""),
            CommandCase(.customEndpoint(path: "/x", headers: ["Authorization": "Bearer mine"]), "", ""),
        ])
    func notSent(command: CommandCase) async throws {
        #expect(try await Self.cookies(after: command, credentials: .include) == [nil, nil])
    }

    @Test("are kept only when asked for", arguments: [nil, .sameOrigin, .omit] as [CredentialsPolicy?])
    func notKept(policy: CredentialsPolicy?) async throws {
        #expect(try await Self.cookies(after: CommandCase(.readMe(), "", ""), credentials: policy) == [nil, nil])
    }

    @Test("are sent with GraphQL documents too, when asked for")
    func graphQL() async throws {
        let fixture = try RequestFixture { _, _ in .json(["data": 1], headers: ["Set-Cookie": "a=1; Path=/"]) }
        let client = fixture.plain.with(.graphql(credentials: .include))
        for _ in 0..<2 { _ = try await client.query("{ a }") }
        #expect(await fixture.transport.requests.map { $0.headers["Cookie"] } == [nil, "a=1"])
    }

    @Test("of a session stay at home when REST is told so")
    func omitted() async throws {
        let fixture = SessionFixture(.cookie) { request, _ in
            request.url.path == "/auth/login"
                ? .json(["data": ["expires": 900_000, "access_token": "a1"]], headers: ["Set-Cookie": Self.cookie])
                : .json(["data": 1])
        }
        _ = try await fixture.client.login(email: "a@b.co", password: "p")
        _ = try await fixture.client.with(.rest(credentials: .omit)).request(.readMe())
        let request = try #require(await fixture.transport.requests.last)
        #expect(request.headers["Authorization"] == "Bearer a1")
        #expect(request.headers["Cookie"] == nil)
    }

    @Test("are gone when the server takes them back")
    func removed() async throws {
        let fixture = try RequestFixture { request, number in
            .json(
                ["data": 1],
                headers: number == 1 ? ["Set-Cookie": "a=1; Path=/"] : ["Set-Cookie": "a=; Max-Age=0; Path=/"])
        }
        let client = fixture.plain.with(.rest(credentials: .include))
        for _ in 0..<3 { _ = try await client.request(.readMe()) }
        #expect(await fixture.transport.requests.map { $0.headers["Cookie"] } == [nil, "a=1", nil])
    }
}
