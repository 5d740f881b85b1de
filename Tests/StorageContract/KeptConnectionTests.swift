import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import TestSupport
import Testing

/// `DB_POOL__MIN`.
@Suite("PostgreSQL: connections that are kept", .timeLimit(.minutes(2)))
struct KeptConnectionTests {
    private static func use(
        least: Int, most: Int = 6, _ body: @escaping @Sendable (PostgreSQLSample) async throws -> Void
    ) async throws {
        try await PostgreSQLSample.use {
            $0.leastConnections = least
            $0.poolSize = most
        } _: {
            try await body($0)
        }
    }

    @Test("as many as are to be kept are made, and no more", arguments: [1, 4, 6, 9])
    func made(least: Int) async throws {
        try await Self.use(least: least) { sample async throws in
            sample.database.keepConnections()
            try await until { try await sample.connections() == min(least, 6) }
            // Those that are there are asked, not made again.
            let made = try await sample.connectionIDs()
            sample.database.keepConnections()
            try await until {
                try await sample.place.query(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = '\(sample.place.name)' AND query = 'SELECT 1'"
                ).count == min(least, 6)
            }
            #expect(try await sample.connectionIDs() == made)
        }
    }

    @Test("none are made where none are to be kept")
    func none() async throws {
        try await Self.use(least: 0) { sample async throws in
            try await sample.terminateConnections()
            sample.database.keepConnections()
            #expect(try await sample.connections() == 0)
        }
    }

    @Test("what was cut off is made again, without a transaction that asks for it")
    func again() async throws {
        try await Self.use(least: 3) { sample async throws in
            sample.database.keepConnections()
            try await until { try await sample.connections() == 3 }
            try await sample.terminateConnections()
            #expect(try await sample.connections() == 0)
            sample.database.keepConnections()
            try await until { try await sample.connections() == 3 }
        }
    }

    @Test("connections that work now count, and are not disturbed")
    func working() async throws {
        try await Self.use(least: 3) { sample async throws in
            try await sample.connect(2)
            let (gate, database) = (Gate(), sample.database)
            async let first: Void = database.write(.relaxed) {
                try $0.increase(1)
                gate.pass()
            }
            await gate.arrival()
            database.keepConnections()
            try await until { try await sample.connections() == 3 }
            gate.open()
            try await first
            #expect(try await sample.counters() == [1, 0])
        }
    }

    @Test("while the server is away, transactions fail at once all the same; when it is back, connections are made")
    func away() async throws {
        try await PostgreSQLServer.use { server async throws in
            try await PostgreSQLSample.use(try await server.makeDatabase()) {
                $0.leastConnections = 3
            } _: { sample async throws in
                await server.stop()
                sample.database.keepConnections()
                let start = ContinuousClock.now
                await #expect(throws: StorageError.self) {
                    try await sample.database.read { _ = try $0.rows("SELECT 1") }
                }
                #expect(ContinuousClock.now - start < .seconds(2))
                try await server.start()
                try await until {
                    sample.database.keepConnections()
                    return try await sample.connections() >= 3
                }
            }
        }
    }
}

extension PostgreSQLSample {
    /// The server's processes for our connections.
    fileprivate func connectionIDs() async throws -> [String] {
        try await place.query(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = '\(place.name)' AND application_name = 'sallyport' ORDER BY pid
            """)
    }
}
