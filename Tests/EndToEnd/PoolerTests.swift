import Foundation
import SallyportCore
import TestSupport
import Testing

/// Two nodes behind a real PgBouncer in transaction mode, which passes no notification on.
@Suite("Behind a pooler that shares connections", .timeLimit(.minutes(5)))
struct PoolerTests {
    private struct Nodes: Sendable {
        var servers: [RunningServer]
        var place: PostgreSQLServer.Database

        /// What those that listen have asked last: to listen, or whether the connection still is one.
        func listeners() async throws -> [String] {
            try await place.query(
                """
                SELECT query FROM pg_stat_activity
                WHERE datname = '\(place.name)' AND (query LIKE 'LISTEN %' OR query = 'SELECT 1')
                """)
        }
    }

    /// Starts two servers on a fresh database.
    ///
    /// - Parameter isPooled: behind the pooler, or else straight at PostgreSQL.
    private static func withNodes(
        _ environment: [String: String] = [:], isPooled: Bool = true, _ body: @Sendable (Nodes) async throws -> Void
    ) async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            func run(_ port: Int) async throws {
                try await Site.use { site in
                    let values = [
                        "DB_CLIENT": "pg", "SECRET": "a secret that both nodes of this test have",
                        "DB_CONNECTION_STRING":
                            "postgres://\(PostgreSQLServer.user):\(place.server.password)@127.0.0.1:\(port)/\(place.name)",
                    ].merging(Administrator.environment) { $1 }.merging(environment) { $1 }
                    // Both at once: they migrate one after the other.
                    let servers = try await concurrently([0, 1]) { _ in try await site.serve(values) }
                    try await body(Nodes(servers: servers, place: place))
                    for server in servers { #expect(await server.stop() == .success) }
                }
            }
            guard isPooled else { return try await run(place.server.port) }
            try await PostgreSQLPooler.use(before: place.server) { try await run($0) }
        }
    }

    @Test(
        "a session goes on at either node, and its logout is known at the other within a second",
        arguments: TokenMode.allCases)
    func session(mode: TokenMode) async throws {
        try await Self.withNodes { nodes async throws in
            let (first, second) = (nodes.servers[0], nodes.servers[1])
            var wallet = try await Wallet(signingInAt: first, mode)
            for server in [first, second, first, second] {
                #expect(try await wallet.refresh(at: server).status == 200)
                for server in nodes.servers { #expect(try await wallet.readSelf(at: server).status == 200) }
            }
            #expect(try await nodes.listeners().isEmpty)
            #expect(try await wallet.signOut(at: first).status == 204)
            #expect(try await wallet.readSelf(at: first).status == 401)
            let (ended, other) = (wallet, second)
            let last = try await timeOfLast(within: .seconds(5)) {
                try await ended.readSelf(at: other).status == 200
            }
            #expect(try #require(last, "the access token lives on") <= CommandLineTests.trust)
            #expect(try await wallet.refresh(at: second).status == 401)
        }
    }

    @Test("many at once share few connections: nobody is refused, and nobody gets another's session")
    func crowd() async throws {
        try await Self.withNodes { nodes async throws in
            let wallets = try await concurrently(Array(0..<24)) { number in
                var wallet = try await Wallet(signingInAt: nodes.servers[number % 2], TokenMode.allCases[number % 3])
                for round in 0..<5 {
                    let answer = try await wallet.refresh(at: nodes.servers[(number + round) % 2])
                    #expect(answer.status == 200, "\(answer.text)")
                }
                return wallet
            }
            #expect(Set(wallets.map(\.credential)).count == 24)
            #expect(
                try await nodes.place.query("SELECT count(*) FROM sessions WHERE revoked_at IS NULL") == ["24"])
            let connections = try await nodes.place.query(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '\(nodes.place.name)' AND usename = 'sallyport'")
            #expect(try #require(connections.first.flatMap { Int($0) }) <= 3)
        }
    }

    @Test("DB_POOLER=true has a node believe in a pooler that it cannot see; without it, it listens")
    func told() async throws {
        try await Self.withNodes(["DB_POOLER": "true"], isPooled: false) { nodes async throws in
            let wallet = try await Wallet(signingInAt: nodes.servers[0])
            #expect(try await wallet.readSelf(at: nodes.servers[1]).status == 200)
            #expect(try await nodes.listeners().isEmpty)
            #expect(try await wallet.signOut(at: nodes.servers[0]).status == 204)
            let other = nodes.servers[1]
            let last = try await timeOfLast(within: .seconds(5)) { try await wallet.readSelf(at: other).status == 200 }
            #expect(try #require(last, "the access token lives on") <= CommandLineTests.trust)
        }
        try await Self.withNodes(isPooled: false) { nodes async throws in
            while try await nodes.listeners().count < 2 { try Task.checkCancellation() }
        }
    }

    @Test("a parameter that the pooler refuses is told, with what to do about it")
    func refusedParameter() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            try await PostgreSQLPooler.use(before: place.server) { port async throws in
                try await Site.use { site in
                    let text =
                        "postgres://\(PostgreSQLServer.user):\(place.server.password)@127.0.0.1:\(port)/\(place.name)"
                    let finished = try await site.run(
                        "serve",
                        environment: [
                            "DB_CLIENT": "pg", "SECRET": "a secret that is longer than any other",
                            "DB_CONNECTION_STRING": text + "?options=-csearch_path%3Dauth",
                        ])
                    #expect(finished.ending == ConfigurationProblemsTests.refused, "\(finished)")
                    #expect(finished.errors.contains("unsupported startup parameter: options"))
                    #expect(finished.errors.contains("DB_SCHEMA names the schema"))
                    #expect(!finished.errors.contains(place.server.password))
                }
            }
        }
    }
}
