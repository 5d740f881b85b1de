import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Errors show nothing secret that was sent")
struct ErrorPrivacyTests {
    private static let secret = "s3cret-Passw0rd"

    /// What the server answers, with the secret in its message and, as in `specs/directus.md` 2.4, beside it.
    private static let echo: ScriptedTransport.Script = { _, _ in
        .json(
            [
                "errors": [
                    [
                        "message": .string("Value \"\(secret)\" for field \"password\" is wrong."),
                        "extensions": ["invalid": .string(secret), "code": "FAILED_VALIDATION"],
                    ]
                ]
            ], status: 400)
    }

    static let commands: [CommandCase] = [
        CommandCase(.login(email: "a@b.co", password: secret), "", ""),
        CommandCase(.login(email: "a@b.co", password: "p", otp: secret), "", ""),
        CommandCase(.refresh(mode: .json, refreshToken: secret), "", ""),
        CommandCase(.logout(mode: .json, refreshToken: secret), "", ""),
        CommandCase(.passwordReset("t", secret), "", ""), CommandCase(.passwordReset(secret, "p"), "", ""),
        CommandCase(.acceptUserInvite("t", secret), "", ""), CommandCase(.acceptUserInvite(secret, "p"), "", ""),
        CommandCase(.registerUser("a@b.co", secret), "", ""), CommandCase(.registerUserVerify(secret), "", ""),
        CommandCase(.authenticateShare("s", password: secret), "", ""),
        CommandCase(.generateTwoFactorSecret(secret), "", ""), CommandCase(.enableTwoFactor(secret, "1"), "", ""),
        CommandCase(.enableTwoFactor("s", secret), "", ""), CommandCase(.disableTwoFactor(secret), "", ""),
        CommandCase(.replaceRecoveryCodes(secret), "", ""),
        CommandCase(.generateHash(secret), "", ""), CommandCase(.verifyHash(secret, "h"), "", ""),
        CommandCase(.createUser(["email": "a@b.co", "password": secret]), "", ""),
        CommandCase(.createUsers([["password": secret]]), "", ""),
        CommandCase(.updateUser("k", ["password": secret]), "", ""),
        CommandCase(.updateUsers(["k"], ["token": secret]), "", ""),
        CommandCase(.updateMe(["password": .string(secret)] as JSON), "", ""),
        CommandCase(.withToken(secret, .readMe()), "", ""),
        CommandCase(.customEndpoint(path: "/x", headers: ["Authorization": "Bearer \(secret)"]), "", ""),
        CommandCase(.customEndpoint(path: "/x", headers: ["Authorization": secret]), "", ""),
        CommandCase(.customEndpoint(path: "/x", headers: ["Cookie": "a=b; c=\(secret)"]), "", ""),
        CommandCase(.customEndpoint(path: "/x?access_token=\(secret)"), "", ""),
        CommandCase(.customEndpoint(path: "/x", parameters: ["access_token": .string(secret)]), "", ""),
    ]

    @Test("though the server repeats it", arguments: commands)
    func echoed(command: CommandCase) async throws {
        let fixture = try RequestFixture(script: Self.echo)
        let error = try #require(await command.run(by: fixture.client))
        #expect(error.code == .failedValidation)
        #expect(error.message.contains(Self.secret), "the app may read the server's message as it was written")
        #expect(!Printed.all(of: error).contains(Self.secret))
        #expect(!Printed.all(of: error.errors).contains(Self.secret))
        #expect(!Printed.all(of: Result<Void, DirectusError>.failure(error)).contains(Self.secret))
    }

    @Test("though the server repeats a token or a cookie of the session's", arguments: ["access-1", "refresh-1"])
    func session(token: String) async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data())) { _, _ in
            .error(500, "INTERNAL_SERVER_ERROR", "Cannot verify \(token).")
        }
        let refused = await #expect(throws: DirectusError.self) { () async throws in
            if token == "access-1" { try await fixture.client.request(.readMe()) }
            try await fixture.client.refresh()
        }
        #expect(!Printed.all(of: refused as Any).contains(token))
    }

    @Test("though the server repeats a password that was given to log in")
    func login() async throws {
        let fixture = SessionFixture { try await Self.echo($0, $1) }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.login(email: "a@b.co", password: Self.secret)
        }
        #expect(!Printed.all(of: error as Any).contains(Self.secret))
    }

    @Test("though a GraphQL variable held it")
    func graphQL() async throws {
        let fixture = try RequestFixture(script: Self.echo)
        let client = fixture.plain.with(.graphql())
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await client.query("mutation ($p: String!) { x(p: $p) }", variables: ["password": .string(Self.secret)])
        }
        #expect(error?.code == .failedValidation)
        #expect(!Printed.all(of: error as Any).contains(Self.secret))
    }

    @Test("a message without secrets is shown")
    func harmless() async throws {
        let fixture = try RequestFixture { _, _ in .error(401, "INVALID_CREDENTIALS", "Invalid user credentials.") }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.login(email: "a@b.co", password: Self.secret))
        }
        #expect(error?.description.contains("Invalid user credentials.") == true)
        #expect(error?.localizedDescription == "Invalid user credentials.")
    }

    @Test("trouble with the network shows no address with a token in it")
    func network() async throws {
        let fixture = try RequestFixture { request, _ in
            throw URLError(.notConnectedToInternet, userInfo: [NSURLErrorFailingURLErrorKey: request.url])
        }
        let error = try #require(
            await CommandCase(.registerUserVerify(Self.secret), "", "").run(by: fixture.client))
        #expect(error.code == .network)
        #expect(!Printed.all(of: error).contains(Self.secret))
    }
}
