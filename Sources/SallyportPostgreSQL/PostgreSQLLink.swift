import CPostgreSQL
import SallyportCore
import SallyportSQL

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One connection of libpq's. Not Sendable: it belongs to the thread that made it.
final class PostgreSQLLink {
    private let handle: OpaquePointer
    /// Names of statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]
    /// Whether a pooler that shares server connections stands in between: what is prepared or set then is lost.
    let isPooled: Bool
    private let settings: String

    /// Connects.
    ///
    /// - Parameters:
    ///   - parameters: libpq's keywords and values.
    ///   - schema: the schema that the tables are in; `nil` for the server's default.
    /// - Throws: ``PostgreSQLError`` when it cannot.
    init(_ parameters: [String: String], schema: String?) throws {
        let keywords = parameters.keys.sorted()
        let values = keywords.map { parameters[$0] ?? "" }
        let opened = withCStrings(keywords) { names in
            withCStrings(values) { texts in PQconnectdbParams(names, texts, 0) }
        }
        guard let opened else { throw PostgreSQLError(state: nil, message: "out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            defer { PQfinish(opened) }
            throw PostgreSQLError(state: nil, message: Self.text(PQerrorMessage(opened)))
        }
        // libpq prints notices to standard error by itself.
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        handle = opened
        settings = Self.settings(schema: schema)
        // A pooler gives its clients process ids of its own making.
        let answer = PQexec(opened, "SELECT pg_backend_pid()")
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_TUPLES_OK, let pid = PQgetvalue(answer, 0, 0) else {
            defer { PQfinish(opened) }
            throw Self.error(of: answer, opened)
        }
        isPooled = String(cString: pid) != String(PQbackendPID(opened))
        if !isPooled { try run("SET \(settings.replacing("; ", with: "; SET "))") }
    }

    deinit {
        PQfinish(handle)
    }

    /// What every transaction needs, set once for a connection, or in each transaction behind a pooler.
    private static func settings(schema: String?) -> String {
        var settings = "statement_timeout TO 10000; lock_timeout TO 5000; idle_in_transaction_session_timeout TO 30000"
        if let schema { settings += "; search_path TO \(quoted(schema))" }
        return settings
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// Whether libpq still believes in the connection.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction is open, failed or not.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE
    }

    // MARK: Transactions

    /// Begins a transaction and reads the database's time, in one round trip.
    ///
    /// - Returns: milliseconds since 1970.
    func begin(isReadOnly: Bool, durability: Durability) throws -> Int64 {
        // REPEATABLE READ: under READ COMMITTED an innocent racer was taken for a thief (`specs/swift.md`).
        var text = "BEGIN ISOLATION LEVEL REPEATABLE READ\(isReadOnly ? ", READ ONLY" : "")"
        if isPooled { text += "; SET LOCAL \(settings.replacing("; ", with: "; SET LOCAL "))" }
        if !isReadOnly, durability == .relaxed { text += "; SET LOCAL synchronous_commit TO off" }
        text += "; SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
        guard let now = try run(text).flatMap({ Int64($0) }) else {
            throw PostgreSQLError(state: nil, message: "the database does not tell the time")
        }
        return now
    }

    /// Commits.
    ///
    /// - Throws: also when PostgreSQL rolled back instead, because a statement had failed and nobody minded.
    func commit() throws {
        let answer = PQexec(handle, "COMMIT")
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK else { throw Self.error(of: answer, handle) }
        guard Self.text(PQcmdStatus(answer)) == "COMMIT" else {
            throw PostgreSQLError(state: "25P02", message: "the transaction had failed before its commit")
        }
    }

    /// Rolls back, if there is anything to.
    func rollBack() {
        guard isAlive, isInTransaction else { return }
        PQclear(PQexec(handle, "ROLLBACK"))
    }

    // MARK: Statements

    /// Runs constant text, several statements perhaps.
    ///
    /// - Returns: the first value of the last result.
    @discardableResult
    func run(_ text: String) throws -> String? {
        let answer = PQexec(handle, text)
        defer { PQclear(answer) }
        switch PQresultStatus(answer) {
        case PGRES_COMMAND_OK: return nil
        case PGRES_TUPLES_OK: return PQntuples(answer) > 0 ? Self.text(PQgetvalue(answer, 0, 0)) : nil
        default: throw Self.error(of: answer, handle)
        }
    }

    /// Runs a statement: its rows, and how many it changed.
    ///
    /// - Throws: ``SQLConstraintViolation``, ``PostgreSQLError``.
    func run(_ statement: SQLStatement) throws -> (rows: [SQLRow], changed: Int) {
        let answer = try send(statement)
        defer { PQclear(answer) }
        switch PQresultStatus(answer) {
        case PGRES_TUPLES_OK: return (try Self.rows(of: answer), Self.changed(by: answer))
        case PGRES_COMMAND_OK: return ([], Self.changed(by: answer))
        default: throw Self.error(of: answer, handle)
        }
    }

    private func send(_ statement: SQLStatement) throws -> OpaquePointer? {
        let parameters = statement.bindings.map(Parameter.init)
        let count = Int32(parameters.count)
        return try Parameter.withPointers(parameters) { values, lengths, formats in
            if isPooled {
                return PQexecParams(handle, statement.text, count, nil, values, lengths, formats, 1)
            }
            let name = try name(of: statement.text)
            return PQexecPrepared(handle, name, count, values, lengths, formats, 1)
        }
    }

    /// The name under which the server has prepared the text, now or before.
    private func name(of text: String) throws -> String {
        if let name = prepared[text] { return name }
        let name = "s\(prepared.count)"
        let answer = PQprepare(handle, name, text, 0, nil)
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK else { throw Self.error(of: answer, handle) }
        prepared[text] = name
        return name
    }

    private static func changed(by answer: OpaquePointer?) -> Int {
        Int(text(PQcmdTuples(answer))) ?? 0
    }

    private static func rows(of answer: OpaquePointer?) throws -> [SQLRow] {
        let columns = PQnfields(answer)
        return try (0..<PQntuples(answer)).map { row in
            SQLRow(values: try (0..<columns).map { try value(of: answer, row: row, column: $0) })
        }
    }

    /// A value in PostgreSQL's binary format: integers big-endian, the rest as bytes.
    private static func value(of answer: OpaquePointer?, row: Int32, column: Int32) throws -> SQLValue {
        if PQgetisnull(answer, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(answer, row, column), count: Int(PQgetlength(answer, row, column)))
        switch PQftype(answer, column) {
        case 16: return .integer(bytes.first == 1 ? 1 : 0)
        case 20: return .integer(bigEndian(Int64.self, bytes))
        case 23: return .integer(Int64(bigEndian(Int32.self, bytes)))
        case 21: return .integer(Int64(bigEndian(Int16.self, bytes)))
        case 25, 1043, 18, 19: return .text(String(decoding: bytes, as: UTF8.self))
        case 17: return .blob(Array(bytes))
        case let type:
            throw PostgreSQLError(state: nil, message: "a column of type \(type), which no table of ours has")
        }
    }

    private static func bigEndian<Number: FixedWidthInteger>(
        _ type: Number.Type, _ bytes: UnsafeRawBufferPointer
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    // MARK: Notifications

    /// What others announced since the last call; waits for the connection's socket up to that long.
    ///
    /// - Throws: when the connection is gone.
    func notifications(waitingFor milliseconds: Int32) throws -> [String] {
        var waiting = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, milliseconds)
        guard PQconsumeInput(handle) == 1, isAlive else {
            throw PostgreSQLError(state: nil, message: Self.text(PQerrorMessage(handle)))
        }
        var payloads: [String] = []
        while let notification = PQnotifies(handle) {
            payloads.append(Self.text(notification.pointee.extra))
            PQfreemem(notification)
        }
        return payloads
    }

    // MARK: Errors

    /// The error of an answer. A message of class 22 or 23 may repeat a value, so it stays out.
    private static func error(of answer: OpaquePointer?, _ handle: OpaquePointer) -> any Error {
        guard let field = PQresultErrorField(answer, sallyport_pg_diag_sqlstate) else {
            return PostgreSQLError(state: nil, message: text(PQerrorMessage(handle)))
        }
        let state = String(cString: field)
        if state == "23505" {
            return SQLConstraintViolation(detail: text(PQresultErrorField(answer, sallyport_pg_diag_constraint_name)))
        }
        let isSilent = state.hasPrefix("22") || state.hasPrefix("23")
        let message =
            isSilent ? "the data was refused" : text(PQresultErrorField(answer, sallyport_pg_diag_message_primary))
        return PostgreSQLError(state: state, message: message)
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        var text = pointer.map { String(cString: $0) } ?? ""
        while text.hasSuffix("\n") { text.removeLast() }
        return text.replacing("\n", with: " ")
    }
}
