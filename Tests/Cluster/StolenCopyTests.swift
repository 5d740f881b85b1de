import SallyportCore
import TestSupport
import Testing

/// Attacks 3 and 4 of security.md 3f, across nodes: a stolen copy is one on every node, at the same millisecond.
@Suite("A stolen copy, and three nodes", .timeLimit(.minutes(2)))
struct StolenCopyTests {
    @Test(
        "attack 3: the successor used on one node, the predecessor replayed on another: both are dead everywhere",
        arguments: TokenMode.allCases)
    func replay(mode: TokenMode) async throws {
        try await LocalNodes.use { cluster in
            let thief = try await Visitor(cluster[0], mode)
            var owner = thief.at(cluster[1])
            #expect(try await owner.refresh().status == 200)
            // Known, and believed, on every node.
            for node in cluster.nodes { #expect(try await owner.at(node).readSelf().status == 200) }
            await cluster.settle()
            cluster.clock.advance(by: .seconds(10))
            for node in cluster.nodes { #expect(try await owner.at(node).readSelf().status == 200) }

            #expect(try await thief.at(cluster[2]).refreshing().status == 401)
            for node in cluster.nodes {
                // Told in no time; the clock of what is believed stands still here.
                let died = try await timeOfLast(within: .seconds(1)) { [owner] in
                    try await owner.at(node).readSelf().status == 200
                }
                #expect(died != nil)
                for visitor in [owner, thief] {
                    #expect(try await visitor.at(node).readSelf().status == 401)
                    #expect(try await visitor.at(node).refreshing().status == 401)
                }
            }
            let account = try #require(cluster.fixture.accounts["alice"])
            let rows = try await cluster.database.query(
                "SELECT action FROM activity WHERE account = '\(account.rawValue)' ORDER BY id")
            #expect(rows.filter { $0 == "token_reused" }.count == 1)
        }
    }

    @Test(
        "attack 4: a millisecond before the end of grace the predecessor is a racer, at its end a thief",
        arguments: TokenMode.allCases)
    func boundary(mode: TokenMode) async throws {
        try await LocalNodes.use { cluster in
            let predecessor = try await Visitor(cluster[0], mode)
            var successor = predecessor.at(cluster[0])
            #expect(try await successor.refresh().status == 200)
            #expect(try await successor.at(cluster[1]).readSelf().status == 200)
            await cluster.settle()
            cluster.clock.advance(by: .seconds(10) - .milliseconds(1))
            var late = predecessor.at(cluster[2])
            #expect(try await late.refresh().status == 200)
            if mode != .session { #expect(late.credential == successor.credential) }
            cluster.clock.advance(by: .milliseconds(1))
            #expect(try await predecessor.at(cluster[1]).refreshing().status == 401)
            #expect(try await successor.at(cluster[1]).refreshing().status == 401)
        }
    }
}
