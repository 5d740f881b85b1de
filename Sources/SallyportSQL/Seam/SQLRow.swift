import SallyportCore

/// A row of a result, by position.
public struct SQLRow: Sendable {
    /// The values, in the order of the statement's columns.
    public let values: [SQLValue]

    /// - Parameter values: in the order of the statement's columns.
    public init(values: [SQLValue]) {
        self.values = values
    }
}

/// Reads a row's columns one after the other, in the order of the statement's list of columns.
struct RowReader {
    private let row: SQLRow
    private var position = 0

    init(_ row: SQLRow) {
        self.row = row
    }

    private mutating func next() throws -> SQLValue {
        guard position < row.values.count else { throw mismatch("fewer columns than were asked for") }
        defer { position += 1 }
        return row.values[position]
    }

    private func mismatch(_ problem: String) -> StorageError {
        StorageError("column \(position): \(problem)")
    }

    mutating func text() throws -> String {
        guard let value = try optionalText() else { throw mismatch("no text") }
        return value
    }

    mutating func optionalText() throws -> String? {
        switch try next() {
        case .text(let value): return value
        case .null: return nil
        default: throw mismatch("not text")
        }
    }

    mutating func integer() throws -> Int64 {
        guard let value = try optionalInteger() else { throw mismatch("no integer") }
        return value
    }

    mutating func optionalInteger() throws -> Int64? {
        switch try next() {
        case .integer(let value): return value
        case .null: return nil
        default: throw mismatch("not an integer")
        }
    }

    /// Whatever stands there.
    mutating func value() throws -> SQLValue { try next() }

    mutating func flag() throws -> Bool { try integer() != 0 }
    mutating func optionalFlag() throws -> Bool? { try optionalInteger().map { $0 != 0 } }

    mutating func blob() throws -> [UInt8] {
        guard case .blob(let value) = try next() else { throw mismatch("no bytes") }
        return value
    }

    mutating func moment() throws -> Timestamp { Timestamp(milliseconds: try integer()) }

    mutating func optionalMoment() throws -> Timestamp? {
        try optionalInteger().map(Timestamp.init(milliseconds:))
    }

    mutating func identifier<Subject>() throws -> Identifier<Subject> {
        Identifier(rawValue: try text())
    }

    mutating func optionalIdentifier<Subject>() throws -> Identifier<Subject>? {
        try optionalText().map(Identifier.init(rawValue:))
    }

    /// A text that stands for a case.
    mutating func coded<Value: RawRepresentable<String>>() throws -> Value {
        guard let value = Value(rawValue: try text()) else { throw mismatch("an unknown \(Value.self)") }
        return value
    }
}
