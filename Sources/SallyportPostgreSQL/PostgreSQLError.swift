import SallyportCore

/// What PostgreSQL or libpq refused, for this room alone; others see ``SQLConstraintViolation`` or ``StorageError``.
enum PostgreSQLError: Error {
    /// The server's own refusal: the five characters of PostgreSQL's appendix A, and its words, without values.
    case refused(state: String, message: String)
    /// There is no connection, or it broke.
    case noConnection(String)
    /// The server has the question and does not answer: it hangs, or the network swallows what it says.
    case silent(Duration)
    /// The database is not one that we can work with, or answers what nobody asked.
    case unsuitable(String)

    private var state: String? {
        if case .refused(let state, _) = self { state } else { nil }
    }

    /// Another transaction came in between; the whole of this one must run again (`specs/swift.md`).
    var asksForRetry: Bool {
        state == "40001" || state == "40P01"
    }

    /// Whether another connection may do better: this one is gone or going (08…, 57P…, 25P03), it forgot what was
    /// prepared on it or knows tables that were altered since (26000, 42P05, 0A000), or its server became a read-only
    /// one (25006).
    var needsNewConnection: Bool {
        switch self {
        case .noConnection, .silent: true
        case .unsuitable: false
        case .refused(let state, _):
            state.hasPrefix("08") || state.hasPrefix("57P")
                || ["25P03", "26000", "42P05", "0A000", "25006"].contains(state)
        }
    }

    /// Whether asking again at once is futile: it would only take as long again.
    var isSilence: Bool {
        if case .silent = self { true } else { false }
    }

    /// What is wrong, for an operator; no value, no password.
    var message: String {
        switch self {
        case .refused(_, let message), .noConnection(let message), .unsuitable(let message): message
        case .silent(let limit): "no answer within \(limit)"
        }
    }

    var storageError: StorageError {
        StorageError("PostgreSQL\(state.map { " " + $0 } ?? ""): \(message)", isTemporary: isTemporary)
    }

    /// Whether the server is away, going, or full (class 53), or another holds what is asked for (class 55).
    private var isTemporary: Bool {
        switch self {
        case .noConnection, .silent: true
        case .unsuitable: false
        case .refused(let state, _): ["08", "53", "55", "57"].contains { state.hasPrefix($0) }
        }
    }
}
