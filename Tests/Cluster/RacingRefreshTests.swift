import SallyportCore
import TestSupport
import Testing

/// Attack 1 of security.md 3f, across nodes.
@Suite("Refreshing on several nodes at once", .timeLimit(.minutes(2)))
struct RacingRefreshTests {
    @Test(
        "attack 1: 48 racers with one token, spread over three nodes: all get one usable token, and one session lives",
        arguments: TokenMode.allCases)
    func race(mode: TokenMode) async throws {
        try await LocalNodes.use(clock: nil) { cluster in
            let visitor = try await Visitor(cluster[0], mode)
            #expect(try await visitor.at(cluster[1]).readSelf().status == 200)
            let racers = try await concurrently(Array(0..<48)) { index in
                var racer = visitor.at(cluster[index])
                let answer = try await racer.refresh()
                return (racer: racer, status: answer.status)
            }
            #expect(racers.allSatisfy { $0.status == 200 })
            // In session mode the token stands in a JWT, whose `iat` may differ by a second.
            if mode != .session { #expect(Set(racers.map(\.racer.credential)).count == 1) }
            let usable = try await concurrently(Array(racers.enumerated())) { index, element in
                var racer = element.racer.at(cluster[index + 1])
                let use = try await racer.readSelf().status
                return (use, try await racer.refresh().status)
            }
            #expect(usable.allSatisfy { $0 == (200, 200) })
            let account = try #require(cluster.fixture.accounts["alice"])
            #expect(try await cluster[0].liveSessions(of: account, in: cluster.database) == ["1"])
        }
    }

    @Test("sixty sessions of one account refresh at once on three nodes, and each gets its own successor")
    func oneAccount() async throws {
        try await LocalNodes.use(["SESSION_REFRESH_GRACE_PERIOD": "0s"], clock: nil) { cluster in
            let visitors = try await concurrently(Array(0..<60)) { index in
                try await Visitor(cluster[index], TokenMode.allCases[index % 3])
            }
            for round in 1...3 {
                let statuses = try await concurrently(Array(visitors.enumerated())) { index, visitor in
                    try await visitor.at(cluster[index + round]).refreshing().status
                }
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses)")
            }
        }
    }
}

extension TestServer {
    /// The counters of an account's sessions that were not revoked.
    func liveSessions(of account: Account.ID, in database: PostgreSQLServer.Database) async throws -> [String] {
        try await database.query(
            "SELECT counter FROM sessions WHERE account = '\(account.rawValue)' AND revoked_at IS NULL ORDER BY id")
    }
}
