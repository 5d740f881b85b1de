import CPostgreSQL
import SallyportCore
import SallyportSQL

/// What the server answered to one question. Owns libpq's memory, and belongs to the thread of its connection.
final class PostgreSQLAnswer {
    private let result: OpaquePointer

    /// - Parameter result: libpq's, to be freed with this.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// What was refused; `nil` if nothing was.
    var failure: (any Error)? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: nil
        default: error
        }
    }

    /// The name of what was done: `COMMIT`, or `ROLLBACK` where a commit was asked for.
    var command: String { text(ofCString: PQcmdStatus(result)) }

    /// How many rows the statement changed.
    var changed: Int { Int(text(ofCString: PQcmdTuples(result))) ?? 0 }

    /// The first row of an answer in text format.
    var texts: [String] {
        guard PQntuples(result) > 0 else { return [] }
        return (0..<PQnfields(result)).map { text(ofCString: PQgetvalue(result, 0, $0)) }
    }

    /// The rows of an answer in binary format.
    func rows() throws -> [SQLRow] {
        let columns = PQnfields(result)
        return try (0..<PQntuples(result)).map { row in
            SQLRow(values: try (0..<columns).map { try value(row: row, column: $0) })
        }
    }

    /// A value in PostgreSQL's binary format: integers big-endian, the rest as bytes. The types are numbered in
    /// PostgreSQL's `pg_type.dat`.
    private func value(row: Int32, column: Int32) throws -> SQLValue {
        if PQgetisnull(result, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        switch PQftype(result, column) {
        case 16: return .integer(bytes.first == 1 ? 1 : 0)
        case 20: return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case 23: return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case 21: return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case 25, 1043, 18, 19: return .text(String(decoding: bytes, as: UTF8.self))
        case 17: return .blob(Array(bytes))
        // What a function returns that returns nothing.
        case 2278: return .null
        case let type:
            throw PostgreSQLError.unsuitable("a column of type \(type), which no table of ours has")
        }
    }

    /// A message of class 22 or 23 may repeat a value, so it stays out; and so does the detail of every message.
    private var error: any Error {
        guard let field = PQresultErrorField(result, sallyport_pg_diag_sqlstate) else {
            return PostgreSQLError.noConnection(text(ofCString: PQresultErrorMessage(result)))
        }
        let state = String(cString: field)
        if state == "23505" {
            let name = text(ofCString: PQresultErrorField(result, sallyport_pg_diag_constraint_name))
            return SQLConstraintViolation(detail: name)
        }
        // Class 54, «program limit exceeded»: a statement that nests too deep, or has too many columns.
        if state.hasPrefix("54") { return QuestionTooComplex() }
        let isSilent = state.hasPrefix("22") || state.hasPrefix("23")
        let message =
            isSilent
            ? "the data was refused" : text(ofCString: PQresultErrorField(result, sallyport_pg_diag_message_primary))
        return PostgreSQLError.refused(state: state, message: message)
    }
}

/// One line of libpq's.
func text(ofCString pointer: UnsafePointer<CChar>?) -> String {
    var text = pointer.map { String(cString: $0) } ?? ""
    while text.hasSuffix("\n") { text.removeLast() }
    return text.replacing("\n", with: " ")
}
