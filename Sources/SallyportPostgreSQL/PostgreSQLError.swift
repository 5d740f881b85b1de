import SallyportCore

/// What PostgreSQL or libpq refused, for this room alone; others see ``SQLConstraintViolation`` or ``StorageError``.
struct PostgreSQLError: Error {
    /// The five characters of PostgreSQL's appendix A; `nil` when there was no answer.
    var state: String?
    /// For the log: without values.
    var message: String

    /// Another transaction came in between; the whole of this one must run again (`specs/swift.md`).
    var asksForRetry: Bool {
        state == "40001" || state == "40P01"
    }

    /// The connection is gone, or going: admin shutdown, crash shutdown, cannot connect now, and no answer at all.
    var isConnectionLost: Bool {
        guard let state else { return true }
        return state.hasPrefix("08") || state.hasPrefix("57P")
    }

    var storageError: StorageError {
        StorageError("PostgreSQL\(state.map { " " + $0 } ?? ""): \(message)")
    }
}
