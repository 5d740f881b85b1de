import Foundation
import TestSupport

/// What all nodes of a cluster share: database and secret.
enum ClusterEnvironment {
    /// Of this run of the tests.
    private static let secret = (0..<4).map { _ in UUID().uuidString }.joined()

    /// The configuration of a node on that database.
    ///
    /// - Parameter connectionString: when the way there is another one than the straight one.
    static func on(_ database: PostgreSQLServer.Database, connectionString: String? = nil) -> [String: String] {
        [
            "DB_CLIENT": "pg", "DB_CONNECTION_STRING": connectionString ?? database.connectionString,
            "DB_POOL__MAX": "6", "DB_POOL__ACQUIRE_TIMEOUT": "10s", "SECRET": secret,
        ]
    }
}
