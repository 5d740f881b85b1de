import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import TestSupport

/// A database with one small table, `counters (id, value)`, and two rows in it.
struct PostgreSQLSample: Sendable {
    let place: PostgreSQLServer.Database
    let database: PostgreSQLDatabase

    /// Makes one on the shared server, gone after the body.
    static func use(
        _ adjust: @Sendable (inout PostgreSQLConfiguration) -> Void = { _ in },
        _ body: @Sendable (PostgreSQLSample) async throws -> Void
    ) async throws {
        try await PostgreSQLServer.withDatabase { place in try await use(place, adjust, body) }
    }

    /// Makes one in that database.
    static func use(
        _ place: PostgreSQLServer.Database, _ adjust: @Sendable (inout PostgreSQLConfiguration) -> Void = { _ in },
        _ body: @Sendable (PostgreSQLSample) async throws -> Void
    ) async throws {
        // Patient: other tests may run at the same time.
        var configuration = PostgreSQLConfiguration(parameters: place.parameters, patience: .seconds(60))
        adjust(&configuration)
        let database = PostgreSQLDatabase(configuration, machineClock: Self.machineClock)
        defer { database.close() }
        try await database.exclusively { sql in
            try sql.execute("CREATE TABLE counters (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)")
            try sql.execute("INSERT INTO counters (id, value) VALUES (1, 0), (2, 0)")
        }
        try await body(PostgreSQLSample(place: place, database: database))
    }

    static let machineClock: Clock = {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// What the counters are at.
    func counters() async throws -> [Int64] {
        try await database.values("SELECT value FROM counters ORDER BY id").compactMap(\.first).compactMap { value in
            if case .integer(let number) = value { number } else { nil }
        }
    }

    /// How many connections of ours the server has; of a state, if one is given.
    func connections(inState state: String = "%") async throws -> Int {
        let rows = try await place.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = '\(place.name)' AND application_name = 'sallyport' AND state LIKE '\(state)'
            """)
        return rows.first.flatMap { Int($0) } ?? -1
    }

    /// Has the server end all connections of ours.
    func terminateConnections() async throws {
        try await place.query(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = '\(place.name)' AND application_name = 'sallyport'
            """)
    }

    /// As many connections as that, all at once.
    func connect(_ count: Int) async throws {
        let rendezvous = Rendezvous(of: count)
        _ = try await concurrently(Array(0..<count)) { _ in
            try await database.read { sql in
                _ = try sql.rows("SELECT 1")
                rendezvous.meet()
            }
        }
    }
}

extension SQLConnection {
    /// Adds one to a counter.
    func increase(_ counter: Int64) throws {
        try execute("UPDATE counters SET value = value + 1 WHERE id = \(counter)")
    }
}
