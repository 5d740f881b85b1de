import Foundation
import SallyportCore
import TestSupport
import Testing

/// Attack 4 of security.md 3f, with real nodes whose machines' clocks are wrong: the database's time decides.
@Suite("Nodes with wrong clocks", .timeLimit(.minutes(3)))
struct WrongClockTests {
    @Test("one node a minute ahead and one a minute behind: racers are racers and thieves are thieves on each")
    func minutesApart() async throws {
        try await Cluster.use(["SESSION_REFRESH_GRACE_PERIOD": "2s"]) { index, _ in
            index == 2 ? [:] : try WrongClock.environment(off: index == 0 ? 60 : -60)
        } _: { cluster in
            _ = try await concurrently(TokenMode.allCases.flatMap { mode in (0..<3).map { (mode, $0) } }) {
                mode, index in
                let node = { (offset: Int) in cluster.nodes[(index + offset) % 3].client }
                let predecessor = try await Visitor(
                    node(0), mode, email: "alice@example.com", password: Fixture.password)
                for offset in 0..<3 { #expect(try await predecessor.at(node(offset)).readSelf().status == 200) }
                var successor = predecessor.at(node(1))
                #expect(try await successor.refresh().status == 200)
                for offset in 0..<3 {
                    #expect(try await successor.at(node(offset)).readSelf().status == 200)
                    #expect(try await predecessor.at(node(offset)).refreshing().status == 200)
                }
                try await Task.sleep(for: .seconds(2.5))
                #expect(try await successor.at(node(2)).readSelf().status == 200)
                #expect(try await predecessor.at(node(2)).refreshing().status == 401)
                for offset in 0..<3 { #expect(try await successor.at(node(offset)).refreshing().status == 401) }
            }
        }
    }

    @Test("a clock that is set by a minute between two requests makes nobody a thief", arguments: [-60, 60])
    func jump(seconds: Int) async throws {
        try await Cluster.use { index, folder in
            index == 0 ? try WrongClock.environment(read: folder.appending(path: "clock")) : [:]
        } _: { cluster in
            await cluster.proxy.stop()
            let predecessor = try await Visitor(
                cluster.nodes[0].client, .json, email: "alice@example.com", password: Fixture.password)
            #expect(try await predecessor.readSelf().status == 200)
            var successor = predecessor.at(cluster.nodes[1].client)
            #expect(try await successor.refresh().status == 200)
            try WrongClock.set(cluster.folder.appending(path: "clock"), off: seconds)
            // The first that this node sees of the successor, and the first that it does since its clock was set.
            #expect(try await successor.at(cluster.nodes[0].client).readSelf().status == 200)
            let noted = try await timeOfLast(within: .seconds(5)) {
                try await cluster.database.query("SELECT id FROM sessions WHERE seen_at IS NOT NULL").isEmpty
            }
            #expect(noted != nil)
            let wrong = try await cluster.database.query(
                "SELECT seen_at FROM sessions WHERE abs(seen_at - extract(epoch FROM clock_timestamp()) * 1000) > 6000")
            #expect(wrong.isEmpty)
            #expect(try await predecessor.at(cluster.nodes[2].client).refreshing().status == 200)
            #expect(try await successor.refreshing().status == 200)
        }
    }

    /// Nobody is told: the announcing triggers are off, so the second is all there is.
    @Test("a clock that is set back does not prolong what a node believes")
    func belief() async throws {
        try await Cluster.use { index, folder in
            index == 0 ? try WrongClock.environment(read: folder.appending(path: "clock")) : [:]
        } _: { cluster in
            await cluster.proxy.stop()
            let visitor = try await Visitor(
                cluster.nodes[0].client, .json, email: "alice@example.com", password: Fixture.password)
            #expect(try await visitor.readSelf().status == 200)
            let noted = try await timeOfLast(within: .seconds(5)) {
                try await cluster.database.query("SELECT id FROM sessions WHERE seen_at IS NOT NULL").isEmpty
            }
            #expect(noted != nil)
            #expect(try await visitor.readSelf().status == 200)
            let believed = ContinuousClock.now
            try await cluster.database.query("ALTER TABLE sessions DISABLE TRIGGER USER")
            try await cluster.database.query("UPDATE sessions SET revoked_at = 1")
            try WrongClock.set(cluster.folder.appending(path: "clock"), off: -2)
            try await Task.sleep(until: believed + .milliseconds(2200))
            #expect(try await visitor.readSelf().status == 401)
        }
    }
}
