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
    private let settings: ConnectionSettings
    /// How long to wait for an answer: longer than the server itself lets a statement take.
    private let answerLimit: Duration
    /// Names of statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]
    /// Whether a pooler that shares server connections stands in between: what is prepared or set then is lost.
    private(set) var isPooled = false
    /// An answer is still owed: whoever asked next would take it for his.
    private var isOutOfStep = false
    private var kind = TransactionKind.read
    /// What failed first since the transaction began; all that follows fails for it.
    private(set) var firstFailure: (any Error)?

    /// Connects.
    ///
    /// - Throws: ``PostgreSQLError`` when it cannot.
    init(_ configuration: PostgreSQLConfiguration) throws {
        let parameters = try configuration.connectionParameters().sorted { $0.key < $1.key }
        let opened = withCStrings(parameters.map(\.key)) { names in
            withCStrings(parameters.map(\.value)) { texts in PQconnectdbParams(names, texts, 0) }
        }
        guard let opened else { throw PostgreSQLError.noConnection("out of memory") }
        guard PQstatus(opened) == CONNECTION_OK else {
            defer { PQfinish(opened) }
            throw PostgreSQLError.noConnection(text(ofCString: PQerrorMessage(opened)) + Self.advice(opened))
        }
        // libpq prints notices to standard error by itself.
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        handle = opened
        settings = ConnectionSettings(schema: configuration.schema)
        answerLimit = configuration.answerLimit
        let facts = try run(
            "SELECT pg_backend_pid(), current_setting('server_encoding'), (\(settings.schemaIsOpen))::text")
        guard facts.count == 3 else { throw PostgreSQLError.unsuitable("the database does not say what it is") }
        guard facts[1] == "UTF8" else {
            throw PostgreSQLError.unsuitable(
                """
                the database's encoding is \(facts[1]), and must be UTF8. Make another with \
                CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0
                """)
        }
        guard facts[2] == "true" else {
            throw PostgreSQLError.unsuitable(
                "the schema \"\(configuration.schema ?? "")\" does not exist, or this user may not use it")
        }
        // A pooler gives its clients process ids of its own making.
        isPooled = configuration.isPooled ?? (facts[0] != String(PQbackendPID(handle)))
        if !isPooled { try run(settings.statement(isLocal: false)) }
    }

    deinit {
        PQfinish(handle)
    }

    /// What to do about a refusal that does not say it itself.
    private static func advice(_ refused: OpaquePointer) -> String {
        // PgBouncer's words: it knows no parameter that would stay set on a connection which others use next.
        guard text(ofCString: PQerrorMessage(refused)).contains("unsupported startup parameter") else { return "" }
        return """
             (a pooler's words: leave the parameter out of the connection string and of PGOPTIONS, or name it in the \
            pooler's ignore_startup_parameters; DB_SCHEMA names the schema)
            """
    }

    /// Whether libpq still believes in the connection, and every answer has come.
    var isAlive: Bool { !isOutOfStep && PQstatus(handle) == CONNECTION_OK }

    /// Whether the next transaction can begin here.
    var isIdle: Bool { isAlive && PQtransactionStatus(handle) == PQTRANS_IDLE }

    // MARK: Transactions

    /// Begins a transaction and reads the database's time, in one round trip.
    ///
    /// - Returns: milliseconds since 1970.
    func begin(_ kind: TransactionKind) throws -> Int64 {
        self.kind = kind
        firstFailure = nil
        var statements = kind.beginning
        // Before what the kind sets: that stands for this transaction.
        if isPooled { statements.insert(settings.statement(isLocal: true), at: 1) }
        statements.append("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        guard let now = try run(statements.joined(separator: "; ")).first.flatMap({ Int64($0) }) else {
            throw PostgreSQLError.unsuitable("the database does not tell the time")
        }
        return now
    }

    /// Commits.
    ///
    /// - Throws: also when a statement had failed and nobody minded: PostgreSQL answers such a `COMMIT` with
    ///   `ROLLBACK`.
    func commit() throws {
        if let firstFailure { throw firstFailure }
        let answer = try answer(PQsendQuery(handle, "COMMIT"))
        if let failure = answer.failure { throw failure }
        guard answer.command == "COMMIT" else {
            throw PostgreSQLError.refused(state: "25P02", message: "the transaction had failed before its commit")
        }
    }

    /// Rolls back, if there is anything to.
    func rollBack() {
        guard isAlive, !isIdle else { return }
        _ = try? answer(PQsendQuery(handle, "ROLLBACK"))
    }

    // MARK: Statements

    /// Runs constant text, several statements perhaps.
    ///
    /// - Returns: the first row of the last result.
    @discardableResult
    func run(_ text: String) throws -> [String] {
        let answer = try answer(PQsendQuery(handle, text))
        if let failure = answer.failure { throw failure }
        return answer.texts
    }

    /// Runs a statement.
    ///
    /// - Throws: ``SQLConstraintViolation``, ``PostgreSQLError``, ``StorageError``.
    func run(_ statement: SQLStatement) throws -> PostgreSQLAnswer {
        do {
            try statement.validate()
            let answer = try answer(try send(statement))
            if let failure = answer.failure { throw failure }
            return answer
        } catch {
            firstFailure = firstFailure ?? error
            throw error
        }
    }

    private func send(_ statement: SQLStatement) throws -> Int32 {
        let parameters = statement.bindings.map(Parameter.init)
        let count = Int32(parameters.count)
        // A change of the schema is never asked for twice, and a client's own query seldom.
        let isKept = !isPooled && kind != .exclusive && !statement.isComposed
        let name = isKept ? try name(of: statement.text) : nil
        return Parameter.withPointers(parameters) { values, lengths, formats in
            if let name { return PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) }
            return PQsendQueryParams(handle, statement.text, count, nil, values, lengths, formats, 1)
        }
    }

    /// The name under which the server has prepared the text, now or before.
    private func name(of text: String) throws -> String {
        if let name = prepared[text] { return name }
        let name = "s\(prepared.count)"
        if let failure = try answer(PQsendPrepare(handle, name, text, 0, nil)).failure { throw failure }
        prepared[text] = name
        return name
    }

    // MARK: Answers

    /// Waits for all that the server says to what was sent: its last result, or its first failure.
    ///
    /// libpq's own waiting knows no limit, and a server that was stopped keeps its sockets open.
    private func answer(_ wasSent: Int32) throws -> PostgreSQLAnswer {
        guard wasSent == 1 else { throw PostgreSQLError.noConnection(text(ofCString: PQerrorMessage(handle))) }
        let deadline = kind == .exclusive ? nil : ContinuousClock.now + answerLimit
        var said: PostgreSQLAnswer?
        while true {
            while PQisBusy(handle) == 1 { try waitForInput(until: deadline) }
            guard let result = PQgetResult(handle) else { break }
            let next = PostgreSQLAnswer(result)
            if said?.failure == nil { said = next }
        }
        guard let said else { throw PostgreSQLError.noConnection(text(ofCString: PQerrorMessage(handle))) }
        return said
    }

    private func waitForInput(until deadline: ContinuousClock.Instant?) throws {
        let left = deadline.map { ContinuousClock.now.duration(to: $0) }
        if let left, left <= .zero {
            isOutOfStep = true
            throw PostgreSQLError.silent(answerLimit)
        }
        // Rounded up, and for ever without a limit.
        wait(left.map { Int32(clamping: Int64($0 / .milliseconds(1)) + 1) } ?? -1)
        // What goes wrong here is the next result's error.
        PQconsumeInput(handle)
    }

    /// Waits until the server said something, for so long at most.
    private func wait(_ milliseconds: Int32) {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&socket, 1, milliseconds)
    }

    // MARK: Notifications

    /// What others announced since the last call; waits for the connection's socket up to that long.
    ///
    /// - Throws: when the connection is gone.
    func notifications(waitingFor milliseconds: Int32) throws -> [String] {
        wait(milliseconds)
        guard PQconsumeInput(handle) == 1, isAlive else {
            throw PostgreSQLError.noConnection(text(ofCString: PQerrorMessage(handle)))
        }
        var payloads: [String] = []
        while let notification = PQnotifies(handle) {
            payloads.append(text(ofCString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return payloads
    }
}
