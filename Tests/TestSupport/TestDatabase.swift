package import Foundation

/// Which engine the servers of the tests stand on: PostgreSQL if `SALLYPORT_TEST_DATABASE` is `pg`, or else SQLite.
package enum TestDatabase {
    /// Whether it is PostgreSQL.
    package static let isPostgreSQL = ProcessInfo.processInfo.environment["SALLYPORT_TEST_DATABASE"] == "pg"

    /// The configuration of a fresh database; the next call with the same folder gets the same.
    ///
    /// - Parameter folder: where SQLite keeps it. A database on PostgreSQL goes with the server, at the end of all tests.
    package static func environment(for folder: URL) async throws -> [String: String] {
        guard isPostgreSQL else {
            return ["DB_FILENAME": folder.appendingPathComponent("sallyport.db").path]
        }
        let database = try await place(for: folder)
        // Waiting is no failure here: many servers share the machine.
        return [
            "DB_CLIENT": "pg", "DB_CONNECTION_STRING": database.connectionString, "DB_POOL__MAX": "4",
            "DB_POOL__ACQUIRE_TIMEOUT": "30s", "SECRET": secret,
        ]
    }

    /// The database on PostgreSQL that belongs to the folder.
    package static func place(for folder: URL) async throws -> PostgreSQLServer.Database {
        try await databases.database(for: folder)
    }

    /// The rows of a query of PostgreSQL, asked from outside.
    static func query(_ text: String, for folder: URL) async throws -> [String] {
        try await place(for: folder).query(text)
    }

    private static let databases = Databases()
    /// Of this run of the tests.
    private static let secret = (0..<4).map { _ in UUID().uuidString }.joined()

    private actor Databases {
        private var making: [URL: Task<PostgreSQLServer.Database, any Error>] = [:]

        func database(for folder: URL) async throws -> PostgreSQLServer.Database {
            let task = making[folder] ?? Task { try await PostgreSQLServer.shared().makeDatabase() }
            making[folder] = task
            return try await task.value
        }
    }
}
