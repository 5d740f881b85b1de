import Foundation
import SallyportCore
import TestSupport

/// Three nodes, each a process, on one PostgreSQL and behind one proxy. Nothing of it is left when the test ends.
struct Cluster: Sendable {
    let server: PostgreSQLServer
    let database: PostgreSQLServer.Database
    let nodes: [Node]
    let proxy: Proxy
    /// A node in this process, on the same database: where a test does what no door offers yet.
    let desk: TestServer
    let fixture: Fixture
    /// For files of the test's own.
    let folder: URL

    /// Starts it, with the accounts of ``Fixture``.
    ///
    /// - Parameters:
    ///   - server: whose database it is, or the one that all tests share.
    ///   - environment: of every node.
    ///   - own: of each node, by its index, over that; is given the folder for files of the test's own.
    static func use(
        on server: PostgreSQLServer? = nil, _ environment: [String: String] = [:],
        own: (Int, URL) throws -> [String: String] = { _, _ in [:] },
        _ body: @escaping @Sendable (Cluster) async throws -> Void
    ) async throws {
        let server = if let server { server } else { try await PostgreSQLServer.shared() }
        let database = try await server.makeDatabase()
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let common = TestServer.environment.merging(ClusterEnvironment.on(database)) { $1 }
            .merging(["IP_TRUST_PROXY": "1"]) { $1 }.merging(environment) { $1 }
        let ports = try await FreePorts.take(4)
        let nodes = try (0..<3).map { index in
            let values = common.merging(try own(index, folder)) { $1 }.merging(["PORT": "\(ports[index])"]) { $1 }
            return try Node(port: ports[index], environment: values, folder: folder.appending(path: "node\(index)"))
        }
        let outcome: Result<Void, any Error>
        do {
            // All at once, on an empty database.
            _ = try await concurrently(nodes) { try await $0.start() }
            let proxy = try await Proxy(port: ports[3], before: Array(ports[..<3]), folder: folder)
            let opened: Result<Void, any Error>
            do {
                let desk = ClusterEnvironment.on(database).merging(environment) { $1 }
                try await TestServer.run(desk, usesDatabaseTime: true) { desk in
                    let fixture = try await Fixture.make(on: desk)
                    try await body(
                        Cluster(
                            server: server, database: database, nodes: nodes, proxy: proxy, desk: desk,
                            fixture: fixture, folder: folder))
                }
                opened = .success(())
            } catch { opened = .failure(error) }
            await proxy.stop()
            outcome = opened
        } catch { outcome = .failure(error) }
        for node in nodes {
            node.thaw()
            await node.kill()
        }
        try outcome.get()
        try await server.query("DROP DATABASE \(database.name) WITH (FORCE)")
    }

    /// A text with every answer of a credential's at every node, for the failure of an expectation.
    func statuses(of visitor: Visitor) async throws -> [Int] {
        try await concurrently(nodes) { try await visitor.at($0.client).readSelf().status }
    }
}
