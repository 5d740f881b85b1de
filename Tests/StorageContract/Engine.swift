import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import SallyportSQLite
import TestSupport
import Testing

/// An engine that the contract is run on.
enum Engine: CaseIterable, CustomTestStringConvertible {
    case sqlite
    case postgreSQL
    /// PostgreSQL behind a pooler that shares connections.
    case pooledPostgreSQL

    var testDescription: String { "\(self)" }

    /// A fresh, migrated database, gone after the body.
    func run(_ body: @Sendable (any Vault, ManualClock) async throws -> Void) async throws {
        try await open { database, clock in
            try await Migrations.apply(to: database)
            try await body(Self.vault(on: database), clock)
        }
    }

    private static func vault(on database: some SQLDatabase) -> any Vault {
        SQLVault(database)
    }

    /// A fresh database without a schema, gone after the body.
    func open(_ body: @Sendable (any SQLDatabase, ManualClock) async throws -> Void) async throws {
        let clock = ManualClock()
        switch self {
        case .sqlite:
            let folder = try TestServer.makeFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let database = try SQLiteDatabase(
                path: folder.appendingPathComponent("contract.db").path, clock: clock.clock)
            try await body(database, clock)
            try database.close()
        case .postgreSQL:
            try await PostgreSQLServer.withDatabase { try await Self.open($0.parameters, clock, body) }
        case .pooledPostgreSQL:
            try await PostgreSQLServer.withDatabase { place in
                try await PostgreSQLPooler.use(before: place.server) { port in
                    let parameters = place.parameters.merging(["port": "\(port)"]) { $1 }
                    try await Self.open(parameters, clock, body)
                }
            }
        }
    }

    private static func open(
        _ parameters: [String: String], _ clock: ManualClock,
        _ body: @Sendable (any SQLDatabase, ManualClock) async throws -> Void
    ) async throws {
        let database = PostgreSQLDatabase(
            PostgreSQLConfiguration(parameters: parameters, patience: .seconds(60)), machineClock: clock.clock,
            clock: clock.clock)
        defer { database.close() }
        try await body(database, clock)
    }
}

extension SQLDatabase {
    /// What a query returns.
    func values(_ statement: SQLStatement) async throws -> [[SQLValue]] {
        try await read { try $0.rows(statement).map(\.values) }
    }
}
