import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("What commands return")
struct CommandAnswerTests {
    /// `specs/directus.md` 13: answers as Directus writes them.
    private static let tokens: TransportResponse = .tokens(
        access: "a1", refresh: "r1", headers: ["Date": "Fri, 05 Jun 2026 10:00:00 GMT"])

    @Test("signing in by command returns the tokens, with their end by the server's clock")
    func login() async throws {
        let fixture = try RequestFixture { _, _ in Self.tokens }
        let data = try await fixture.client.request(.login(email: "a@b.co", password: "p", mode: .json))
        #expect(data.accessToken == "a1")
        #expect(data.refreshToken == "r1")
        #expect(data.expires == 900_000)
        #expect(data.expiresAt == ISO8601DateFormatter().date(from: "2026-06-05T10:15:00Z"))
    }

    @Test("a life of more than 2³¹ milliseconds is kept")
    func longLife() async throws {
        let fixture = try RequestFixture { _, _ in .tokens(access: "a", refresh: "r", expires: 2_160_000_000) }
        #expect(try await fixture.client.request(.refresh(mode: .json, refreshToken: "r")).expires == 2_160_000_000)
    }

    @Test("providers come with the switch beside them", arguments: [true, false])
    func providers(disableDefault: Bool) async throws {
        let fixture = try RequestFixture { _, _ in
            .json([
                "data": [
                    ["name": "github", "label": "GitHub", "driver": "oauth2", "icon": "github"],
                    ["name": "ldap", "driver": "ldap"],
                ], "disableDefault": .bool(disableDefault),
            ])
        }
        let list = try await fixture.client.request(.readProviders())
        #expect(list.disableDefault == disableDefault)
        #expect(list.providers.map(\.name) == ["github", "ldap"])
        #expect(list.providers.map(\.driver) == ["oauth2", "ldap"])
        #expect(list.providers.map(\.label) == ["GitHub", nil])
        #expect(list.providers.map(\.icon) == ["github", nil])
    }

    @Test("the secret for two-factor sign-in is read")
    func twoFactor() async throws {
        let fixture = try RequestFixture { _, _ in
            .json(["data": ["secret": "KVKFKRCPNZQUYMLX", "otpauth_url": "otpauth://totp/Directus:ada"]])
        }
        let secret = try await fixture.client.request(.generateTwoFactorSecret("pw"))
        #expect(secret.secret == "KVKFKRCPNZQUYMLX")
        #expect(secret.otpauthURL == "otpauth://totp/Directus:ada")
    }

    @Test("recovery codes, and how many are left, are read")
    func recoveryCodes() async throws {
        let fixture = try RequestFixture { request, _ in
            request.method == "POST"
                ? .json(["data": ["recovery_codes": ["abcd-efgh-ijkl-mnop", "qrst-uvwx-yz23-4567"]]])
                : .json(["data": ["remaining": 7]])
        }
        let recovery = try await fixture.client.request(.replaceRecoveryCodes("pw"))
        #expect(recovery.codes == ["abcd-efgh-ijkl-mnop", "qrst-uvwx-yz23-4567"])
        #expect(!"\(recovery)".contains("abcd") && !String(reflecting: recovery).contains("abcd"))
        #expect(try await fixture.client.request(.countRecoveryCodes()) == 7)
    }

    @Test("ping is text, which Directus calls HTML")
    func ping() async throws {
        let fixture = try RequestFixture { _, _ in
            TransportResponse(
                status: 200, headers: ["Content-Type": "text/html; charset=utf-8"], body: Data("pong".utf8))
        }
        #expect(try await fixture.client.request(.serverPing()) == "pong")
    }

    @Test("a GraphQL schema is text")
    func schema() async throws {
        let fixture = try RequestFixture { _, _ in
            TransportResponse(status: 200, headers: ["Content-Type": "text/plain"], body: Data("type Query".utf8))
        }
        #expect(try await fixture.client.request(.readGraphqlSdl()) == "type Query")
    }

    @Test("health comes without an envelope")
    func health() async throws {
        let fixture = try RequestFixture { _, _ in
            .json(["status": "ok"], headers: ["Content-Type": "application/health+json"])
        }
        #expect(try await fixture.client.request(.serverHealth()) == ["status": "ok"])
    }

    @Test("a server that is not well throws, says how it is, and may be asked again")
    func illness() async throws {
        let fixture = try RequestFixture { _, _ in
            .json(["status": "error"], status: 503, headers: ["Content-Type": "application/health+json; charset=utf-8"])
        }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.serverHealth())
        }
        #expect(error?.status == 503)
        #expect(error?.isRetryable == true)
        #expect(error?.data == ["status": "error"])
    }

    @Test("hashes and random text are taken out of their envelope")
    func utilities() async throws {
        let fixture = try RequestFixture { request, _ in
            switch request.url.path {
            case "/utils/hash/generate": .json(["data": "$argon2id$x"])
            case "/utils/hash/verify": .json(["data": false])
            default: .json(["data": "k3J"])
            }
        }
        #expect(try await fixture.client.request(.generateHash("s")) == "$argon2id$x")
        #expect(try await fixture.client.request(.verifyHash("s", "h")) == false)
        #expect(try await fixture.client.request(.randomString(length: 3)) == "k3J")
    }

    @Test("a confirmed address is confirmed, whether the redirect to the Studio was followed or not")
    func verification() async throws {
        let fixture = try RequestFixture { _, number in
            number == 1
                ? TransportResponse(status: 302, headers: ["Location": "/admin/users/1"])
                : TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: Data("<html>".utf8))
        }
        try await fixture.client.request(.registerUserVerify("t"))
        try await fixture.client.request(.registerUserVerify("t"))
        #expect(await fixture.transport.requests.allSatisfy { !$0.followsRedirects })
    }

    @Test("an address that is not confirmed is an error")
    func failedVerification() async throws {
        let fixture = try RequestFixture { _, _ in .error(403, "INVALID_TOKEN", "Invalid token.") }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.registerUserVerify("t"))
        }
        #expect(error?.code == .invalidToken)
    }

    @Test("a page of a network's sign-in is no answer to a command without an answer")
    func captivePortal() async throws {
        let fixture = try RequestFixture { _, _ in
            TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: Data("<html>".utf8))
        }
        let error = await #expect(throws: DirectusError.self) { () async throws in
            try await fixture.client.request(.deleteItem("articles", 1))
        }
        #expect(error?.code == .invalidResponse)
    }
}
