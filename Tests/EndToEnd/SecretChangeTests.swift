import SallyportCore
import TestSupport
import Testing

/// Design section 4, "Keys": changing `SECRET` costs the living access tokens only.
@Suite("Changing SECRET", .timeLimit(.minutes(5)))
struct SecretChangeTests {
    static let old = "the-old-secret-0123456789-abcdefghijklmnop"
    static let new = "the-new-secret-9876543210-ponmlkjihgfedcba"

    @Test("a SECRET that is not the database's is refused, with the cure and without the secret")
    func wrongSecret() async throws {
        try await Site.use { site in
            let first = try await site.serve(Administrator.environment.merging(["SECRET": Self.old]) { $1 })
            var wallet = try await Wallet(signingInAt: first)
            #expect(await first.stop() == .success)

            let finished = try await site.run("serve", environment: ["SECRET": Self.new])
            #expect(finished.ending == ConfigurationProblemsTests.refused, "\(finished)")
            #expect(finished.errors.contains("SECRET_PREVIOUS"))
            #expect(!finished.errors.contains(Self.new))
            let both = try await site.run(
                "serve", environment: ["SECRET": Self.new, "SECRET_PREVIOUS": "neither-this-nor-that-secret-is-right"])
            #expect(both.ending == ConfigurationProblemsTests.refused, "\(both)")

            let second = try await site.serve(["SECRET": Self.old])
            #expect(try await wallet.refresh(at: second).status == 200)
        }
    }

    @Test(
        "with SECRET_PREVIOUS refresh tokens and static tokens live on; afterwards without it",
        arguments: [TokenMode.json, .cookie])
    func refreshTokens(mode: TokenMode) async throws {
        try await change(mode)
    }

    /// There the cookie is access token and refresh token in one: it opens nothing any more, but must refresh.
    @Test("with SECRET_PREVIOUS a session cookie still refreshes, and is not cleared")
    func sessionCookie() async throws {
        try await change(.session)
    }

    private func change(_ mode: TokenMode) async throws {
        try await Site.use { site in
            let first = try await site.serve(Administrator.environment.merging(["SECRET": Self.old]) { $1 })
            var wallet = try await Wallet(signingInAt: first, mode)
            #expect(await first.stop() == .success)

            let second = try await site.serve(["SECRET": Self.new, "SECRET_PREVIOUS": Self.old])
            let late = try await wallet.readSelf(at: second)
            // Every client knows what to do about that: refresh.
            #expect(late.status == 401)
            #expect(late.errorCode == "TOKEN_EXPIRED")
            #expect(late.all("set-cookie").isEmpty)
            let answer = try await wallet.refresh(at: second)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try await wallet.readSelf(at: second).status == 200)
            #expect(
                try await second.client.send(
                    "GET", "/users/me", headers: [("Authorization", "Bearer \(Administrator.token)")]
                ).status == 200)
            #expect(await second.stop() == .success)

            let third = try await site.serve(["SECRET": Self.new])
            #expect(try await wallet.readSelf(at: third).status == 200)
            #expect(try await wallet.refresh(at: third).status == 200)
        }
    }
}
