import Foundation
import SallyportCore
import TestSupport
import Testing

/// How long a credential is good on other nodes after its logout was answered on one.
@Suite("How far a logout reaches", .timeLimit(.minutes(3)))
struct RevocationReachTests {
    static let bound = Duration.seconds(1)

    @Test("200 logouts on one node are known on the two others within a second: they are told")
    func told() async throws {
        try await Cluster.use { cluster in
            let measured = try await measure(200, on: cluster)
            print("Reach of a logout, told: \(measured).")
            #expect(measured.worst < Self.bound)
        }
    }

    @Test("200 logouts on one node are known on the two others within a second although none is told")
    func cutOff() async throws {
        // A pool of one has its connection since the start.
        try await Cluster.use(["DB_POOL__MAX": "1"]) { cluster in
            try await Interruption(of: cluster.database).begin()
            let measured = try await measure(200, on: cluster)
            #expect(try await cluster.database.query(Interruption.listeners).isEmpty)
            print("Reach of a logout, every listener cut off: \(measured).")
            #expect(measured.worst < Self.bound)
        }
    }

    @Test("200 logouts on one node are known on the two others within a second behind a pooler")
    func pooled() async throws {
        let server = try await PostgreSQLServer.shared()
        try await PostgreSQLPooler.use(before: server) { port in
            try await PostgreSQLServer.withDatabase { database async throws in
                let straight = ":\(server.port)/"
                let through = database.connectionString.replacing(straight, with: ":\(port)/")
                let environment = ClusterEnvironment.on(database, connectionString: through)
                try await LocalNodes.start(3, environment, nil) { nodes in
                    _ = try await Fixture.make(on: nodes[0])
                    let measured = try await measure(200, at: nodes.map(\.client))
                    print("Reach of a logout, behind a pooler: \(measured).")
                    #expect(measured.worst < Self.bound)
                    // Nobody was told: somebody believed for most of the second.
                    #expect(measured.worst > .milliseconds(300))
                }
            }
        }
    }

    private func measure(_ count: Int, on cluster: Cluster) async throws -> Measurements {
        try await measure(count, at: cluster.nodes.map(\.client))
    }

    /// Signs in, shows the access credential until every node believes in it, signs out on the first, and asks the others
    /// from the moment of the answer until they refuse.
    private func measure(_ count: Int, at nodes: [HTTPClient]) async throws -> Measurements {
        let rows = try await concurrently(Array(0..<4)) { lane in
            var durations: [Duration] = []
            for index in 0..<(count / 4) {
                let visitor = try await Visitor(
                    nodes[index % 3], TokenMode.allCases[(index + lane) % 3], email: "alice@example.com",
                    password: Fixture.password)
                for node in nodes {
                    for _ in 0..<2 { #expect(try await visitor.at(node).readSelf().status == 200) }
                }
                #expect(try await visitor.at(nodes[0]).signOut().status == 204)
                let lasted = try await concurrently(Array(nodes.dropFirst())) { node in
                    try await timeOfLast(within: .seconds(3)) { try await visitor.at(node).readSelf().status == 200 }
                }
                durations += lasted.map { $0 ?? .seconds(3) }
            }
            return durations
        }
        var measurements = Measurements()
        for duration in rows.joined() { measurements.append(duration) }
        return measurements
    }
}
