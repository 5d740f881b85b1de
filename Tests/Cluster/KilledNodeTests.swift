import SallyportCore
import Synchronization
import TestSupport
import Testing

/// Attack 43 of security.md 3f, with several nodes: they are killed and started again all the time.
@Suite("Nodes that are killed under load", .timeLimit(.minutes(3)))
struct KilledNodeTests {
    /// How much has happened, for those who wait for it.
    private final class Progress: Sendable {
        private let state = Mutex((refreshes: 0, kills: 0))
        let refreshes: Int
        let kills: Int

        init(refreshes: Int, kills: Int) {
            (self.refreshes, self.kills) = (refreshes, kills)
        }

        var isDone: Bool { state.withLock { $0.refreshes >= refreshes && $0.kills >= kills } }
        var hasKilledEnough: Bool { state.withLock { $0.kills >= kills } }
        var description: String { state.withLock { "\($0.refreshes) refreshes, \($0.kills) kills" } }
        func countRefresh() { state.withLock { $0.refreshes += 1 } }
        func countKill() { state.withLock { $0.kills += 1 } }
    }

    private struct Outcome: Sendable {
        var client: PatientClient
        var isSignedOut = false
    }

    @Test("1,000 refreshes of 50 sessions while a node is killed every second: none is lost, none comes back")
    func kill() async throws {
        // Every refresh rotates.
        try await Cluster.use(["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { cluster in
            let clients = try await concurrently(Array(0..<50)) { index in
                PatientClient(
                    visitor: try await Visitor(
                        cluster.proxy.client, TokenMode.allCases[index % 3],
                        email: ["alice", "bob", "carol", "dave", "erin"][index % 5] + "@example.com",
                        password: Fixture.password))
            }
            let progress = Progress(refreshes: 1000, kills: 8)
            async let killed: Void = killNodes(of: cluster, progress)
            let outcomes = try await concurrently(Array(clients.enumerated())) { index, client in
                try await live(client, leavesAfter: index % 5 == 4 ? 3 + index % 7 : nil, progress)
            }
            try await killed
            print("Killed nodes: \(progress.description).")
            for outcome in outcomes {
                var client = outcome.client
                for node in cluster.nodes {
                    client.visitor = client.visitor.at(node.client)
                    if outcome.isSignedOut {
                        #expect(try await client.readSelf().status == 401)
                        #expect(try await client.visitor.refreshing().status == 401)
                    } else {
                        #expect(try await client.readSelf().status == 200)
                        #expect(try await client.refresh().status == 200)
                    }
                }
            }
            #expect(outcomes.filter(\.isSignedOut).count == 10)
            #expect(try await cluster.database.query("SELECT id FROM activity WHERE action = 'token_reused'").isEmpty)
        }
    }

    /// Refreshes and uses what it gets until enough has happened.
    private func live(_ client: PatientClient, leavesAfter limit: Int?, _ progress: Progress) async throws -> Outcome {
        var client = client
        var count = 0
        while !progress.isDone {
            let answer = try await client.refresh()
            guard answer.status == 200 else {
                Issue.record("a session was lost: \(client.visitor.mode), \(answer.status) \(answer.text)")
                return Outcome(client: client)
            }
            progress.countRefresh()
            count += 1
            let use = try await client.readSelf()
            if use.status != 200 { Issue.record("not let in: \(client.visitor.mode), \(use.status) \(use.text)") }
            if count == limit {
                #expect(try await client.signOut().status == 204)
                return Outcome(client: client, isSignedOut: true)
            }
        }
        return Outcome(client: client)
    }

    private func killNodes(of cluster: Cluster, _ progress: Progress) async throws {
        var random = SeededGenerator(seed: 43)
        while !progress.hasKilledEnough {
            // The pace of the trouble, which waits for nothing.
            try await Task.sleep(for: .milliseconds(Int.random(in: 700...1200, using: &random)))
            guard let node = cluster.nodes.randomElement(using: &random) else { return }
            await node.kill()
            progress.countKill()
            try await node.start()
        }
    }
}
