public import SallyportCore

/// One engine behind the seam (design section 2). It knows transactions, statements and its own dialect; not one query.
public protocol SQLDatabase: Sendable {
    associatedtype Connection: SQLConnection

    /// Runs the body in a transaction that sees one consistent state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value

    /// Runs the body in a transaction of its own: committed with what it returns, rolled back with what it throws,
    /// perhaps run more than once.
    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value

    /// What its connections do at the moment; `nil` where they are not counted.
    var connections: StorageGauge.Connections? { get }

    /// Runs the body in a durable transaction beside which no other of this kind runs, on any node; it sees all that
    /// those before it did. For changes of the schema.
    func exclusively<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value
}

extension SQLDatabase {
    static var dialect: SQLDialect { Connection.dialect }

    public var connections: StorageGauge.Connections? { nil }
}

/// A connection inside a transaction. It never leaves the closure that it was given to.
///
/// A statement that failed has ended the transaction on PostgreSQL: whoever catches its error can translate it, but not
/// go on.
public protocol SQLConnection {
    /// Where the engine's SQL is its own.
    static var dialect: SQLDialect { get }

    /// The moment of the transaction.
    var now: Timestamp { get throws }

    /// Runs a statement and returns its rows.
    ///
    /// - Throws: ``StorageError``, also for a text with a NUL in it; ``SQLConstraintViolation`` when a unique index
    ///   refuses.
    func rows(_ statement: SQLStatement) throws -> [SQLRow]

    /// Runs a statement.
    ///
    /// - Returns: how many rows it changed.
    /// - Throws: as ``rows(_:)``.
    @discardableResult
    func execute(_ statement: SQLStatement) throws -> Int
}

/// A unique index refused a row.
public struct SQLConstraintViolation: Error, Sendable, Hashable {
    /// What the engine says of it, which names columns or the index, never values.
    public var detail: String

    /// - Parameter detail: as the engine says it.
    public init(detail: String) {
        self.detail = detail
    }
}

/// Where the engines' SQL differs: named pieces of it, in this one place.
public struct SQLDialect: Sendable {
    /// What Directus calls the engine (`DB_CLIENT`).
    public var name: String
    /// The type of a 64-bit key that counts up by itself.
    public var identity: String
    /// The type of bytes.
    public var bytes: String
    /// What ends a query that shall pass over rows which another transaction is at.
    public var skipLocked: StaticString
    /// What stands before and after a text of JSON to make the elements of its array rows, in a column `value`.
    public var elements: (before: StaticString, after: StaticString)
    /// What makes a table, between `CREATE` and `TABLE`, that a crash may empty and whose changes are cheap for that.
    public var unlogged: String
    /// What takes a part of a moment, in milliseconds since 1970 and in UTC: a text of ours for a text of ours.
    public var part: @Sendable (_ part: Operand.Function, _ moment: String) -> String
    /// What makes changes announce themselves to other nodes; nothing where there is one node only.
    public var announcements: [String]
    /// The same for permissions alone.
    var permissionAnnouncement: [String] { announcements.isEmpty ? [] : Announcements.permissions }
    /// The same for second factors.
    var secondFactorAnnouncement: [String] { announcements.isEmpty ? [] : [Announcements.secondFactors] }
    /// What copying to another database needs to know.
    var copying: CopyDialect

    /// SQLite 3.
    public static let sqlite = Self(
        name: "sqlite3", identity: "INTEGER PRIMARY KEY AUTOINCREMENT", bytes: "BLOB", skipLocked: "",
        elements: ("json_each(", ")"), unlogged: "",
        part: { part, moment in
            let formats: [Operand.Function: String] = [
                .year: "%Y", .month: "%m", .day: "%d", .hour: "%H", .minute: "%M", .second: "%S", .weekday: "%w",
                .week: "%W",
            ]
            return "CAST(strftime('\(formats[part] ?? "%s")', (\(moment)) / 1000, 'unixepoch') AS INTEGER)"
        }, announcements: [], copying: .sqlite)
    /// PostgreSQL 15 and later.
    public static let postgreSQL = Self(
        name: "pg", identity: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", bytes: "BYTEA",
        skipLocked: "FOR UPDATE SKIP LOCKED", elements: ("json_array_elements((", "::text)::json)"),
        unlogged: "UNLOGGED ",
        part: { part, moment in
            let fields: [Operand.Function: String] = [.weekday: "DOW"]
            let field = fields[part] ?? part.rawValue.uppercased()
            return "CAST(FLOOR(EXTRACT(\(field) FROM to_timestamp((\(moment)) / 1000.0) AT TIME ZONE 'UTC')) AS BIGINT)"
        },
        announcements: Announcements.postgreSQL, copying: .postgreSQL)
}
