import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// `specs/medusa.md` B3 and B6.3.
@Suite("What comes of signing in to Medusa 2")
struct V2SignInTests {
    private static func outcome(_ answer: JSON) async throws -> (MedusaSignIn, kept: String?) {
        let fixture = try Fixture { _, _ in .json(answer) }
        let auth = fixture.v2().auth
        return (try await auth.login("customer", "google", [:]), try await auth.getToken())
    }

    @Test("a token is kept")
    func token() async throws {
        let (outcome, kept) = try await Self.outcome(["token": "t1"])
        #expect(outcome == .signedIn(token: "t1"))
        #expect(outcome.token == "t1")
        #expect(kept == "t1")
    }

    @Test("a location is for the app to open")
    func location() async throws {
        let (outcome, kept) = try await Self.outcome(["location": "https://accounts.google.com/o?client_id=1"])
        #expect(outcome == .redirect(try #require(URL(string: "https://accounts.google.com/o?client_id=1"))))
        #expect(outcome.token == nil && kept == nil)
    }

    @Test("a second factor may be asked for, and a token beside it signs nobody in", arguments: [nil, "limited"])
    func secondFactor(token: String?) async throws {
        var answer: JSON.Object = ["mfa_required": true, "mfa_challenge": ["id": "ch_1", "methods": ["totp"]]]
        if let token { answer.append("token", .string(token)) }
        let (outcome, kept) = try await Self.outcome(.object(answer))
        #expect(outcome == .secondFactorRequired(challenge: ["id": "ch_1", "methods": ["totp"]], token: token))
        #expect(outcome.token == nil && kept == nil)
    }

    @Test("a confirmation of the address may be asked for, also when registering")
    func verification() async throws {
        let answer: JSON = ["verification_required": true, "verification": ["entity_id": "a@b.co"], "token": "limited"]
        let (outcome, kept) = try await Self.outcome(answer)
        #expect(outcome == .verificationRequired(verification: ["entity_id": "a@b.co"], token: "limited"))
        #expect(outcome.token == nil && kept == nil)
        let fixture = try Fixture { _, _ in .json(answer) }
        let registered = try await fixture.v2().auth.register("customer", "emailpass", [:])
        #expect(registered == outcome)
    }

    @Test("demands that do not hold are none")
    func notRequired() async throws {
        let (outcome, _) = try await Self.outcome([
            "mfa_required": false, "verification_required": false, "token": "t1",
        ])
        #expect(outcome == .signedIn(token: "t1"))
    }

    @Test("an answer with nothing of these is an error", arguments: [[:], ["token": 1], ["location": ""]] as [JSON])
    func unexpected(answer: JSON) async throws {
        #expect(await failure { _ = try await Self.outcome(answer) }?.type == .invalidResponse)
    }

    @Test("a challenge that was solved elsewhere signs in with its token")
    func setToken() async throws {
        let fixture = try Fixture { _, _ in .json([:]) }
        let client = fixture.v2()
        try await client.auth.setToken("solved")
        try await client.fetch("/store/x")
        #expect(await fixture.sent("Authorization") == ["Bearer solved"])
    }

    @Test("a callback signs in")
    func callback() async throws {
        let fixture = try Fixture { _, _ in .token("t1") }
        let auth = fixture.v2().auth
        #expect(try await auth.callback("customer", "google", query: ["code": "c"]).token == "t1")
        #expect(try await auth.getToken() == "t1")
    }

    @Test("a failure leaves the token before it alone")
    func failed() async throws {
        let fixture = try Fixture { _, number in
            number == 1
                ? .token("t1") : .json(["type": "unauthorized", "message": "Invalid email or password"], status: 401)
        }
        let auth = fixture.v2().auth
        try await auth.login("customer", "emailpass", [:])
        let error = await failure { try await auth.login("customer", "emailpass", [:]) }
        #expect(error?.type == .unauthorized && error?.message == "Invalid email or password")
        #expect(try await auth.getToken() == "t1")
    }
}
