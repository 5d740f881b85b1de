public import SallyportCore

/// The core's vault over any SQL engine.
public struct SQLVault<Database: SQLDatabase>: Vault {
    private let database: Database

    /// - Parameter database: migrated; see ``Migrations/apply(to:)``.
    public init(_ database: Database) {
        self.database = database
    }

    public var gauge: StorageGauge {
        StorageGauge(name: Database.dialect.name, connections: database.connections)
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any VaultReading) throws -> Value
    ) async throws -> Value {
        try await database.read { try body(SQLTransaction(sql: $0)) }
    }

    public func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any VaultTransaction) throws -> Value
    ) async throws -> Value {
        try await database.write(durability) { try body(SQLTransaction(sql: $0)) }
    }
}

/// A transaction in the core's words. Each topic's queries stand in an extension of their own, each table's in one place.
struct SQLTransaction<Connection: SQLConnection>: VaultTransaction {
    let sql: Connection

    var now: Timestamp {
        get throws { try sql.now }
    }

    /// The first row, read by the closure; `nil` without one.
    func first<Value>(_ statement: SQLStatement, _ read: (inout RowReader) throws -> Value) throws -> Value? {
        try sql.rows(statement).first.map { row in
            var reader = RowReader(row)
            return try read(&reader)
        }
    }

    /// All rows, read by the closure.
    func all<Value>(_ statement: SQLStatement, _ read: (inout RowReader) throws -> Value) throws -> [Value] {
        try sql.rows(statement).map { row in
            var reader = RowReader(row)
            return try read(&reader)
        }
    }
}
