/// A statement whose values can only be bindings: what is interpolated never becomes SQL text. The text is the same for
/// every engine.
///
/// `$n` works in both: SQLite numbers parameters by first appearance, and so does the interpolation.
public struct SQLStatement: ExpressibleByStringInterpolation, Sendable, Hashable {
    public private(set) var text = ""
    public private(set) var bindings: [SQLValue] = []

    public init(stringLiteral value: String) {
        text = value
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        bindings = stringInterpolation.bindings
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var bindings: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 2)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        public mutating func appendInterpolation(_ value: some SQLBindable) {
            bindings.append(value.sqlValue)
            text += "$\(bindings.count)"
        }

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
