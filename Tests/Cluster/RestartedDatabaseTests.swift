import Foundation
import SallyportCore
import Synchronization
import TestSupport
import Testing

/// PostgreSQL goes away under load and comes back.
@Suite("PostgreSQL restarted under load", .timeLimit(.minutes(3)))
struct RestartedDatabaseTests {
    /// An immediate stop loses the last moments of what waited for no disk: refreshes, which heal by rule 5.5.
    @Test(
        "every request is answered with 200 or 503, all recovers by itself, no session is lost and none comes back",
        arguments: [SIGINT, SIGQUIT])
    func restart(signal: Int32) async throws {
        try await PostgreSQLServer.use { server async throws in
            try await Cluster.use(on: server, ["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { cluster in
                let visitors = try await concurrently(Array(0..<24)) { index in
                    try await Visitor(
                        cluster.nodes[index % 3].client, TokenMode.allCases[index % 3],
                        email: ["alice", "bob", "carol", "dave"][index % 4] + "@example.com",
                        password: Fixture.password)
                }
                let stay = Stay()
                let counts = Mutex<[Int: Int]>([:])
                async let outcomes = concurrently(Array(visitors.enumerated())) { index, visitor in
                    try await live(visitor, index, cluster, stay) { status in
                        counts.withLock { $0[status, default: 0] += 1 }
                    }
                }
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(500))
                    await server.stop(signal)
                    // Long enough for everybody to notice.
                    try await Task.sleep(for: .milliseconds(300))
                    stay.leave()
                    try await server.start()
                }
                try await Task.sleep(for: .seconds(1))
                stay.end()
                let ended = try await outcomes
                print("PostgreSQL restarted (signal \(signal)): answers \(counts.withLock { $0 }).")
                // Each node by itself, within the time that its attempts to connect may lie apart.
                for node in cluster.nodes {
                    let recovery = try await timeOfLast(within: .seconds(10)) {
                        try await node.client.send("GET", "/server/health").status != 200
                    }
                    #expect(recovery != nil)
                }
                for (last, isSignedOut) in ended {
                    var visitor = last
                    for node in cluster.nodes {
                        // The last answer may have been 503 although the refresh was done: then the session cookie is
                        // superseded, and the token still good.
                        visitor = visitor.at(node.client)
                        let refresh = try await visitor.refresh()
                        #expect(refresh.status == (isSignedOut ? 401 : 200), "\(visitor.mode): \(refresh.text)")
                        #expect(try await visitor.readSelf().status == (isSignedOut ? 401 : 200))
                    }
                }
                #expect(ended.filter(\.1).count == 6)
            }
        }
    }

    /// Goes from node to node, with the token that it has, and takes 503 for «later».
    private func live(
        _ visitor: Visitor, _ index: Int, _ cluster: Cluster, _ stay: Stay, count: @Sendable (Int) -> Void
    ) async throws -> (Visitor, Bool) {
        var visitor = visitor
        var turn = index
        while !stay.isOver {
            turn += 1
            visitor.client = cluster.nodes[turn % 3].client
            if index % 4 == 3, stay.isLeaving {
                let answer = try await visitor.signOut()
                count(answer.status)
                if answer.status == 204 { return (visitor, true) }
                #expect(answer.status == 503, "\(answer.text)")
            } else {
                let refresh = try await visitor.refresh()
                var answers = [refresh]
                if refresh.status == 200 { answers.append(try await visitor.readSelf()) }
                for answer in answers {
                    count(answer.status)
                    if ![200, 503].contains(answer.status) {
                        Issue.record("\(visitor.mode): \(answer.status) \(answer.text)")
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return (visitor, false)
    }
}
