import TestSupport

/// Cuts every node's listener off, for good: whoever listens is dropped, and nobody new is let into the database. What the
/// pools hold already stays, so they should hold all that they may.
struct Interruption: Sendable {
    let database: PostgreSQLServer.Database

    /// The processes of the server that a node listens through.
    static let listeners = """
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN sallyport%'
        """

    init(of database: PostgreSQLServer.Database) {
        self.database = database
    }

    func begin() async throws {
        try await database.query("ALTER DATABASE \(database.name) CONNECTION LIMIT 0")
        try await database.query("SELECT pg_terminate_backend(pid) FROM (\(Self.listeners)) AS listeners")
        let gone = try await timeOfLast(within: .seconds(10)) {
            try await !database.query(Self.listeners).isEmpty
        }
        guard gone != nil else { throw StillThere() }
    }

    /// The listeners would not go.
    struct StillThere: Error {}
}
