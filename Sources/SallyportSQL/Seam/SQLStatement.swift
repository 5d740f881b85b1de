import SallyportCore

/// A statement whose values can only be bindings: what is interpolated never becomes SQL text. The text is the same for
/// every engine.
///
/// `$n` works in both: SQLite numbers parameters by first appearance, and so does the interpolation.
public struct SQLStatement: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// The text, with `$1`, `$2`, … for the values.
    public private(set) var text = ""
    /// The values, in the order of their first appearance.
    public private(set) var bindings: [SQLValue] = []

    public init(stringLiteral value: String) {
        text = value
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        bindings = stringInterpolation.bindings
    }

    /// Checks what no engine may be given: PostgreSQL's texts cannot hold a NUL, so SQLite's do not either.
    ///
    /// - Throws: ``StorageError``, which does not show the text.
    public func validate() throws {
        for case .text(let text) in bindings where text.utf8.contains(0) {
            throw StorageError("a text contains NUL, which cannot be stored")
        }
    }

    /// Collects literal text and bound values.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var bindings: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 2)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            bindings.append(value.sqlValue)
            text += "$\(bindings.count)"
        }

        /// Binds a value or null.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            bindings.append(value?.sqlValue ?? .null)
            text += "$\(bindings.count)"
        }

        /// A list of columns: text, but ours and constant.
        public mutating func appendInterpolation(columns: StaticString) {
            text += columns.description
        }

        /// A piece of an engine's dialect: text, but ours and constant.
        public mutating func appendInterpolation(dialect: StaticString) {
            text += dialect.description
        }
    }
}
