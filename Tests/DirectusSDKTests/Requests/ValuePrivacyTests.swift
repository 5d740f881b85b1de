import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Values that hold secrets do not print them")
struct ValuePrivacyTests {
    private static let secret = "s3cret-t0ken"
    private static let cookieLine: HeaderFields = ["Set-Cookie": "directus_refresh_token=\(secret); Path=/; HttpOnly"]

    @Test("requests and answers")
    func messages() throws {
        let url = try #require(URL(string: "https://d.example.com/x?access_token=\(Self.secret)"))
        let request = TransportRequest(
            method: "POST", url: url,
            headers: ["Authorization": "Bearer \(Self.secret)", "Cookie": "a=\(Self.secret)"],
            body: Data(Self.secret.utf8))
        #expect(!Printed.all(of: request).contains(Self.secret))
        #expect(!Printed.all(of: [request]).contains(Self.secret))
        let response = TransportResponse(status: 200, headers: Self.cookieLine, body: Data(Self.secret.utf8))
        #expect(!Printed.all(of: response).contains(Self.secret))
        #expect(!Printed.all(of: Optional(response) as Any).contains(Self.secret))
    }

    @Test("what a session stores, and its cookies")
    func data() async throws {
        let fixture = SessionFixture(.cookie) { _, _ in
            .json(["data": ["expires": 900_000, "access_token": .string(Self.secret)]], headers: Self.cookieLine)
        }
        let data = try await fixture.client.login(email: "a@b.co", password: "p")
        #expect(data.accessToken == Self.secret)
        let cookie = try #require(data.cookies.first)
        #expect(cookie.value == Self.secret)
        #expect(!Printed.all(of: data).contains(Self.secret))
        #expect(!Printed.all(of: cookie).contains(Self.secret))
        #expect(!Printed.all(of: data.cookies).contains(Self.secret))
        let json = AuthenticationData(accessToken: Self.secret, refreshToken: Self.secret)
        #expect(!Printed.all(of: json).contains(Self.secret))
    }

    @Test("credentials, and the secret for two-factor sign-in")
    func credentials() async throws {
        #expect(
            !Printed.all(of: RequestCredentials(bearer: Self.secret, cookie: "a=\(Self.secret)")).contains(Self.secret))
        let fixture = try RequestFixture { _, _ in
            .json(["data": ["secret": .string(Self.secret), "otpauth_url": .string("otpauth://\(Self.secret)")]])
        }
        let secret = try await fixture.client.request(.generateTwoFactorSecret("p"))
        #expect(secret.secret == Self.secret)
        #expect(!Printed.all(of: secret).contains(Self.secret))
    }

    @Test("commands, and what they answer with what stands around it")
    func commands() async throws {
        let command = RESTCommand.login(email: "a@b.co", password: Self.secret, mode: .json)
        #expect(!Printed.all(of: command).contains(Self.secret))
        #expect(!Printed.all(of: RESTCommand.withToken(Self.secret, .readMe())).contains(Self.secret))
        #expect(!Printed.all(of: RESTCommand.registerUserVerify(Self.secret)).contains(Self.secret))
        let fixture = try RequestFixture { _, _ in
            .tokens(access: Self.secret, refresh: Self.secret, headers: Self.cookieLine)
        }
        let response = try await fixture.client.response(for: command)
        #expect(response.data.accessToken == Self.secret)
        #expect(!Printed.all(of: response).contains(Self.secret))
    }

    @Test("clients, and what they are composed of")
    func clients() async throws {
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data(access: Self.secret))) { _, _ in
            .json(["data": 1])
        }
        _ = try await fixture.client.request(.readMe())
        #expect(!Printed.all(of: fixture.client).contains(Self.secret))
        let plain = try RequestFixture().plain
        #expect(!Printed.all(of: StaticTokenFeature.staticToken(Self.secret)).contains(Self.secret))
        #expect(!Printed.all(of: plain.with(.rest()).with(.staticToken(Self.secret))).contains(Self.secret))
    }
}
