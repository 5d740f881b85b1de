/// A table that belongs to an installation's data. What its columns are, the database itself says.
struct CopiedTable: Sendable, Hashable {
    var name: String
    /// The column that refers to another row of the same table.
    var parent: String?
    /// The column that counts up by itself.
    var identity: String?

    init(_ name: String, parent: String? = nil, identity: String? = nil) {
        self.name = name
        self.parent = parent
        self.identity = identity
    }

    /// All of them, each after those that it refers to. A migration that makes a table adds it here.
    static let all = [
        Self("keys"), Self("settings"), Self("roles", parent: "parent"), Self("policies"),
        Self("permissions", identity: "id"),
        Self("accounts"), Self("static_tokens"), Self("access"), Self("sessions"),
        Self("one_time_tokens"), Self("outbox"), Self("second_factors"), Self("recovery_codes"), Self("networks"),
        Self("failures"), Self("customers"), Self("addresses"), Self("publishable_keys"),
        Self("activity", identity: "id"),
    ]
    /// What each database has of its own.
    static let own = ["migrations", "rate_limits"]
}

/// A table's columns, as the database has them.
struct TableShape: Sendable, Hashable {
    var columns: [String]
    /// The primary key's, in its order.
    var key: [String]

    /// - Throws: ``StorageError``.
    init<Connection: SQLConnection>(of table: String, _ sql: Connection) throws {
        let rows = try sql.rows(SQLStatement(text: Connection.dialect.copying.columns, bindings: [.text(table)])).map {
            row in
            var reader = RowReader(row)
            return (name: try reader.text(), position: try reader.integer())
        }
        columns = rows.map(\.name)
        key = rows.filter { $0.position > 0 }.sorted { $0.position < $1.position }.map(\.name)
    }
}
