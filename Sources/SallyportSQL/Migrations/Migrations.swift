import Crypto
import SallyportCore

/// The schema, step by step: numbered, checksummed, forward only. A step that has been released is never edited; its
/// checksum would tell.
public enum Migrations {
    struct Step: Sendable {
        var number: Int
        var name: String
        /// The statements, for an engine's dialect.
        var statements: @Sendable (SQLDialect) -> [String]

        /// SHA-256 over the statements, in hexadecimal.
        func checksum(_ dialect: SQLDialect) -> String {
            let text = statements(dialect).joined(separator: ";\n")
            return SHA256.hash(data: Array(text.utf8)).map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }

    static let all: [Step] = [
        firstStep, secondStep, administrationStep, rateLimitStep, mailStep, secondFactorStep, storeStep,
    ]

    /// Brings the database to this version's schema, all steps in one transaction, one node after the other.
    ///
    /// - Throws: ``SchemaFailure``, ``StorageError``; the database is then as it was.
    public static func apply<Database: SQLDatabase>(to database: Database) async throws {
        try await apply(all, to: database)
    }

    static func apply<Database: SQLDatabase>(_ steps: [Step], to database: Database) async throws {
        let dialect = Database.dialect
        try await database.exclusively { sql in
            try sql.execute(
                """
                CREATE TABLE IF NOT EXISTS migrations (
                    number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
                """)
            for step in steps.dropFirst(try appliedCount(of: steps, sql)) {
                for statement in step.statements(dialect) { try sql.execute(SQLStatement(stringLiteral: statement)) }
                try sql.execute(
                    """
                    INSERT INTO migrations (number, name, checksum, applied_at)
                    VALUES (\(step.number), \(step.name), \(step.checksum(dialect)), \(try sql.now.milliseconds))
                    """)
            }
        }
    }

    /// Checks that the database has exactly this version's schema, and changes nothing.
    ///
    /// - Throws: ``SchemaFailure``, ``StorageError``.
    static func verify(_ database: some SQLDatabase) async throws {
        try await database.read { sql in
            guard try !TableShape(of: "migrations", sql).columns.isEmpty else { throw SchemaFailure.absent }
            let count = try appliedCount(of: all, sql)
            guard count == all.count else { throw SchemaFailure.older(found: count, known: all.count) }
        }
    }

    /// How many steps were applied, all of them as they stand here.
    private static func appliedCount<Connection: SQLConnection>(of steps: [Step], _ sql: Connection) throws -> Int {
        let applied = try sql.rows("SELECT number, checksum FROM migrations ORDER BY number").map { row in
            var reader = RowReader(row)
            return (number: Int(try reader.integer()), checksum: try reader.text())
        }
        if let newest = applied.last?.number, newest > steps.count {
            throw SchemaFailure.newer(found: newest, known: steps.count)
        }
        for (known, step) in zip(applied, steps) where known.checksum != step.checksum(Connection.dialect) {
            throw SchemaFailure.altered(step: step.number, name: step.name)
        }
        return applied.count
    }
}

/// Why this version cannot work with a database. Nothing was changed.
public enum SchemaFailure: Error, Sendable, CustomStringConvertible {
    /// A newer Sallyport has migrated it.
    case newer(found: Int, known: Int)
    /// One of its steps is not what this version has under that number.
    case altered(step: Int, name: String)
    /// It was not migrated to this version yet, and is to be left as it is.
    case older(found: Int, known: Int)
    /// It is none of ours.
    case absent

    public var description: String {
        switch self {
        case .newer(let found, let known):
            """
            The database has schema \(found), and this version knows only \(known): a newer Sallyport has used it. \
            Start that version, or restore a backup from before the upgrade.
            """
        case .altered(let step, let name):
            """
            Step \(step) (\(name)) of the database's schema is not this version's: it was made by a build that was \
            never released, or altered by hand. Start the version that made it, or restore a backup.
            """
        case .older(let found, let known):
            "The database has schema \(found), and this version has \(known). Start this version on it once."
        case .absent: "It is no database of Sallyport's."
        }
    }
}
