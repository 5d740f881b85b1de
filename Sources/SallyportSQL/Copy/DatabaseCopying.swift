/// Copies an installation's data from one database to another, of whichever engines: all tables, from one consistent
/// state, into a database that is empty, in one transaction.
public enum DatabaseCopying {
    /// How much of a table was copied.
    public struct TableReport: Sendable, Hashable {
        public var table: String
        public var rows: Int
    }

    /// What is on its way.
    private enum Parcel: Sendable {
        case table(CopiedTable, TableShape, count: Int)
        case rows([SQLRow])
        case end
    }

    /// How many rows travel together.
    private static let batch = 200

    /// Copies all of it. The target is brought to this version's schema before.
    ///
    /// - Parameter progress: called after each table, before anything is committed.
    /// - Returns: what was copied, table by table, counted in the target.
    /// - Throws: ``CopyFailure``, ``SchemaFailure``, ``StorageError``; then the target has no rows.
    public static func copy(
        from source: some SQLDatabase, to target: some SQLDatabase,
        progress: @escaping @Sendable (TableReport) -> Void
    ) async throws -> [TableReport] {
        try await Migrations.verify(source)
        try await Migrations.apply(to: target)
        let handoff = Handoff<Parcel>()
        async let giving: Void = {
            do {
                try await source.read { sql in try give(handoff, sql) }
                handoff.end(.success(()))
            } catch {
                handoff.end(.failure(error))
                throw error
            }
        }()
        do {
            let reports = try await target.exclusively { sql in try take(handoff, sql, progress) }
            try await giving
            return reports
        } catch {
            handoff.end(.failure(error))
            try? await giving
            throw error is Handoff<Parcel>.Abandoned ? CopyFailure.interrupted : error
        }
    }

    // MARK: The source

    private static func give(_ handoff: Handoff<Parcel>, _ sql: some SQLConnection) throws {
        try handoff.beginGiving()
        for table in CopiedTable.all {
            let shape = try TableShape(of: table.name, sql)
            try handoff.give(.table(table, shape, count: try count(table, sql)))
            var last: [SQLValue]?
            while true {
                let rows = try sql.rows(page(table, shape, after: last))
                guard let final = rows.last else { break }
                last = shape.key.compactMap { name in shape.columns.firstIndex(of: name).map { final.values[$0] } }
                try handoff.give(.rows(rows))
            }
        }
        try handoff.give(.end)
    }

    /// The next rows, in the order of the primary key.
    private static func page(_ table: CopiedTable, _ shape: TableShape, after last: [SQLValue]?) -> SQLStatement {
        let key = shape.key.map(quoted).joined(separator: ", ")
        let places = shape.key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let condition = last == nil ? "" : "WHERE (\(key)) > (\(places)) "
        return SQLStatement(
            text: """
                SELECT \(shape.columns.map(quoted).joined(separator: ", ")) FROM \(quoted(table.name)) \
                \(condition)ORDER BY \(key) LIMIT \(batch)
                """, bindings: last ?? [])
    }

    // MARK: The target

    private static func take(
        _ handoff: Handoff<Parcel>, _ sql: some SQLConnection, _ progress: (TableReport) -> Void
    ) throws -> [TableReport] {
        try handoff.beginTaking()
        // Accounts first: they are what nobody wants to lose, and what to tell of.
        for table in ["accounts"] + CopiedTable.all.map(\.name) {
            let rows = try sql.rows(SQLStatement(text: "SELECT 1 FROM \(quoted(table)) LIMIT 1"))
            guard rows.isEmpty else { throw CopyFailure.notEmpty(table: table) }
        }
        var reports: [TableReport] = []
        var arrival: Arrival?
        func finish() throws {
            guard let table = arrival else { return }
            let report = try table.finish(sql)
            reports.append(report)
            progress(report)
        }
        while let parcel = try handoff.take() {
            switch parcel {
            case .table(let table, let shape, let count):
                try finish()
                guard Set(shape.columns) == Set(try TableShape(of: table.name, sql).columns) else {
                    throw CopyFailure.otherColumns(table: table.name)
                }
                arrival = Arrival(table: table, shape: shape, count: count)
            case .rows(let rows): try arrival?.insert(rows, sql)
            case .end:
                try finish()
                return reports
            }
        }
        throw CopyFailure.interrupted
    }

    /// A table that is being filled.
    private struct Arrival {
        let table: CopiedTable
        let shape: TableShape
        /// How many rows the source has.
        let count: Int
        /// Rows that refer to others of this table, which may arrive later: their keys, and whom they refer to.
        private var children: [(key: [SQLValue], parent: SQLValue)] = []

        init(table: CopiedTable, shape: TableShape, count: Int) {
            self.table = table
            self.shape = shape
            self.count = count
        }

        mutating func insert<Connection: SQLConnection>(_ rows: [SQLRow], _ sql: Connection) throws {
            var bindings: [SQLValue] = []
            let parent = table.parent.flatMap(shape.columns.firstIndex)
            for row in rows {
                var values = row.values
                if let parent, values[parent] != .null {
                    children.append((key(of: row), values[parent]))
                    values[parent] = .null
                }
                bindings += values
            }
            let width = shape.columns.count
            let places = rows.indices.map { row in
                "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
            }
            try sql.execute(
                SQLStatement(
                    text: """
                        INSERT INTO \(quoted(table.name)) (\(shape.columns.map(quoted).joined(separator: ", "))) \
                        \(Connection.dialect.copying.givenIdentity) VALUES \(places.joined(separator: ", "))
                        """, bindings: bindings))
        }

        func finish<Connection: SQLConnection>(_ sql: Connection) throws -> TableReport {
            if let parent = table.parent {
                let condition = shape.key.enumerated().map { "\(quoted($1)) = $\($0 + 2)" }.joined(separator: " AND ")
                for child in children {
                    try sql.execute(
                        SQLStatement(
                            text: "UPDATE \(quoted(table.name)) SET \(quoted(parent)) = $1 WHERE \(condition)",
                            bindings: [child.parent] + child.key))
                }
            }
            if let identity = table.identity,
                let statement = Connection.dialect.copying.continuing(table.name, identity)
            {
                _ = try sql.rows(SQLStatement(text: statement))
            }
            let found = try DatabaseCopying.count(table, sql)
            guard found == count else { throw CopyFailure.miscounted(table: table.name, source: count, target: found) }
            return TableReport(table: table.name, rows: found)
        }

        private func key(of row: SQLRow) -> [SQLValue] {
            shape.key.compactMap { name in shape.columns.firstIndex(of: name).map { row.values[$0] } }
        }
    }

    private static func count(_ table: CopiedTable, _ sql: some SQLConnection) throws -> Int {
        let rows = try sql.rows(SQLStatement(text: "SELECT count(*) FROM \(quoted(table.name))"))
        guard case .integer(let count)? = rows.first?.values.first else { return 0 }
        return Int(count)
    }

    /// A name as SQL takes any.
    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}

/// Why a database was not copied. The target has no rows then, or those that it had before.
public enum CopyFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The target has rows in that table.
    case notEmpty(table: String)
    /// A table has other columns here and there, though the schema is called the same.
    case otherColumns(table: String)
    /// The target does not have as many rows as the source.
    case miscounted(table: String, source: Int, target: Int)
    /// A connection broke in the middle.
    case interrupted

    public var description: String {
        switch self {
        case .notEmpty("accounts"):
            "The target has accounts. Nothing is ever copied over others: name an empty database."
        case .notEmpty(let table):
            """
            The target is not empty: there are rows in its table \(table), as after a first start. Name a database that \
            was never started on.
            """
        case .otherColumns(let table): "The table \(table) has other columns in the target than in the source."
        case .miscounted(let table, let source, let target):
            "Of the \(source) rows in \(table) \(target) arrived. Nothing was copied."
        case .interrupted: "The connection to one of the databases broke. Nothing was copied; try again."
        }
    }
}
