import SallyportCore
import TestSupport
import Testing

/// Attack 5 of security.md 3f, across nodes.
@Suite("Signing out on one node while refreshing on others", .timeLimit(.minutes(2)))
struct LogoutRaceTests {
    @Test("attack 5: over 300 seeded interleavings nothing of a session is refreshed after its logout answered")
    func logoutIsFinal() async throws {
        try await LocalNodes.use(["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { cluster in
            var survivors: [UInt64] = []
            for seed in UInt64(0)..<300 where try await !diesWithLogout(cluster, seed: seed) { survivors.append(seed) }
            #expect(survivors.isEmpty, "the session outlived its logout with these seeds")
        }
    }

    /// Races refreshes, reads and one logout of a session, each on a node of its own, then tries all that was ever issued
    /// on every node.
    private func diesWithLogout(_ cluster: LocalNodes, seed: UInt64) async throws -> Bool {
        var random = SeededGenerator(seed: seed)
        let mode = TokenMode.allCases.randomElement(using: &random) ?? .json
        let core = cluster[Int.random(in: 0..<3, using: &random)].core
        let first = try await core.signIn(
            SignIn.Request(
                realm: .team, email: EmailAddress("alice@example.com"), password: Password(Fixture.password),
                mode: mode, client: Client()))
        let token = try #require(core.refreshTokens.decode(first.refreshToken.reveal()))
        var steps = ["logout"]
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            steps.append(Bool.random(using: &random) ? "read" : "refresh")
        }
        steps.shuffle(using: &random)
        let plan = steps.map { step in
            (
                step: step, core: cluster[Int.random(in: 0..<3, using: &random)].core,
                delay: Int.random(in: 0...3, using: &random)
            )
        }
        let issued = try await concurrently(plan) { step, core, delay -> IssuedTokens? in
            for _ in 0..<delay { await Task.yield() }
            switch step {
            case "refresh": return try? await core.refresh(token, mode: mode, realm: .team, client: Client())
            case "read":
                _ = try? await core.authenticate(first.accessToken.reveal(), realm: .team, client: Client())
            default: try await core.signOut(token, realm: .team, client: Client())
            }
            return nil
        }
        // What other nodes believe of access tokens, they do for a second at most.
        cluster.clock.advance(by: .seconds(1))
        for tokens in [first] + issued.compactMap(\.self) {
            for node in cluster.nodes {
                let access = tokens.accessToken.reveal()
                if (try? await node.core.authenticate(access, realm: .team, client: Client())) != nil { return false }
                guard let token = node.core.refreshTokens.decode(tokens.refreshToken.reveal()) else { return false }
                if (try? await node.core.refresh(token, mode: mode, realm: .team, client: Client())) != nil {
                    return false
                }
            }
        }
        return true
    }
}
