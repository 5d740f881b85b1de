import Foundation
import SallyportCore
import SallyportSQL
import SallyportSQLite
import TestSupport
import Testing

/// An engine that the contract is run on.
enum Engine: CaseIterable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { "\(self)" }

    /// A fresh, migrated database, gone after the body.
    func run(_ body: @Sendable (any Vault, ManualClock) async throws -> Void) async throws {
        let clock = ManualClock()
        switch self {
        case .sqlite:
            let folder = try TestServer.makeFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let database = try SQLiteDatabase(
                path: folder.appendingPathComponent("contract.db").path, clock: clock.clock)
            try await Migrations.apply(to: database)
            try await body(SQLVault(database), clock)
            try database.close()
        }
    }
}
