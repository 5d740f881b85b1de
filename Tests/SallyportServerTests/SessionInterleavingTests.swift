import SallyportCore
import TestSupport
import Testing

/// Attack 5 of security.md 3f: logout racing refresh.
@Suite("Signing out while refreshing")
struct SessionInterleavingTests {
    /// What one of the racers does, in the order that its seed gives.
    private enum Step: CaseIterable {
        case refresh, readSelf, signOut
    }

    @Test("over 1,000 seeded interleavings nothing of a session is accepted after its logout answered")
    func logoutIsFinal() async throws {
        try await TestServer.run(["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { server in
            _ = try await Fixture.make(on: server)
            var survivors: [UInt64] = []
            for seed in UInt64(0)..<1000 where try await !diesWithLogout(server, seed: seed) { survivors.append(seed) }
            #expect(survivors.isEmpty, "the session outlived its logout with these seeds")
        }
    }

    /// Races refreshes, reads and one logout of a session, then tries everything that was ever issued.
    private func diesWithLogout(_ server: TestServer, seed: UInt64) async throws -> Bool {
        var random = SeededGenerator(seed: seed)
        let mode = TokenMode.allCases.randomElement(using: &random) ?? .json
        let visitor = try await Visitor.atCore(server, mode)
        var steps: [Step] = [.signOut]
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            steps.append(Bool.random(using: &random) ? .refresh : .readSelf)
        }
        steps.shuffle(using: &random)
        let plan = steps.map { (step: $0, delay: Int.random(in: 0...3, using: &random)) }

        let issued = try await withThrowingTaskGroup(of: IssuedTokens?.self) { tasks in
            for (step, delay) in plan {
                tasks.addTask {
                    for _ in 0..<delay { await Task.yield() }
                    switch step {
                    case .refresh:
                        return try? await server.core.refresh(visitor.token, mode: mode, realm: .team, client: Client())
                    case .readSelf:
                        _ = try? await server.core.authenticate(visitor.access, realm: .team, client: Client())
                    case .signOut: try await server.core.signOut(visitor.token, realm: .team, client: Client())
                    }
                    return nil
                }
            }
            return try await tasks.reduce(into: [visitor.issued]) { all, tokens in tokens.map { all.append($0) } }
        }

        for tokens in issued {
            let access = tokens.accessToken.reveal()
            if (try? await server.core.authenticate(access, realm: .team, client: Client())) != nil { return false }
            guard let token = server.core.refreshTokens.decode(tokens.refreshToken.reveal()) else { return false }
            if (try? await server.core.refresh(token, mode: mode, realm: .team, client: Client())) != nil {
                return false
            }
        }
        return true
    }
}

/// Somebody signed in at the core's own door: a thousand races over HTTP would measure sockets.
private struct CoreVisitor: Sendable {
    let issued: IssuedTokens
    let token: RefreshToken
    var access: String { issued.accessToken.reveal() }
}

extension Visitor {
    fileprivate static func atCore(_ server: TestServer, _ mode: TokenMode) async throws -> CoreVisitor {
        let issued = try await server.core.signIn(
            SignIn.Request(
                realm: .team, email: EmailAddress("alice@example.com"), password: Password(Fixture.password),
                mode: mode,
                client: Client()))
        return CoreVisitor(
            issued: issued, token: try #require(server.core.refreshTokens.decode(issued.refreshToken.reveal())))
    }
}
