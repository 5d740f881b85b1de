import SallyportCore
import TestSupport

/// Three nodes in this process, each a whole server with its own beliefs, over one database.
struct LocalNodes: Sendable {
    let database: PostgreSQLServer.Database
    let nodes: [TestServer]
    let fixture: Fixture
    /// In place of the database's time, unless the nodes were started without.
    let clock: ManualClock

    subscript(index: Int) -> TestServer { nodes[index % nodes.count] }

    /// Waits until no node has anything to write down any more.
    func settle() async {
        for node in nodes { await node.core.seen.settle() }
    }

    /// Starts them, with the accounts of ``Fixture``, and stops them after the body.
    ///
    /// - Parameters:
    ///   - environment: of each, on top of what a cluster needs.
    ///   - clock: what all nodes take for the database's time; `nil` is that itself.
    ///   - connectionString: the nodes' way to the database.
    static func use(
        _ environment: [String: String] = [:], clock: ManualClock? = ManualClock(),
        _ body: @escaping @Sendable (LocalNodes) async throws -> Void
    ) async throws {
        try await PostgreSQLServer.withDatabase { database async throws in
            let values = ClusterEnvironment.on(database).merging(environment) { $1 }
            try await start(3, values, clock) { nodes in
                let fixture = try await Fixture.make(on: nodes[0])
                try await body(
                    LocalNodes(database: database, nodes: nodes, fixture: fixture, clock: nodes[0].clock))
            }
        }
    }

    /// Starts so many nodes, one within the other.
    static func start(
        _ count: Int, _ environment: [String: String], _ clock: ManualClock?, before: [TestServer] = [],
        _ body: @escaping @Sendable ([TestServer]) async throws -> Void
    ) async throws {
        guard count > 0 else { return try await body(before) }
        try await TestServer.run(
            environment, clock: clock ?? ManualClock(), usesDatabaseTime: clock == nil, passwords: CountingHasher()
        ) { node in
            try await start(count - 1, environment, clock, before: before + [node], body)
        }
    }
}

extension Visitor {
    /// The same client, whose next request goes to that node.
    func at(_ node: TestServer) -> Visitor { at(node.client) }

    /// The same client, whose next request goes there.
    func at(_ client: HTTPClient) -> Visitor {
        var visitor = self
        visitor.client = client
        return visitor
    }
}
