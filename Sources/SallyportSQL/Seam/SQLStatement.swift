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

        /// A list of columns, which is ours and constant: the only text that is interpolated.
        public mutating func appendInterpolation(columns: StaticString) {
            text += columns.description
        }
    }
}
