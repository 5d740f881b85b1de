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
    /// Where the values stand in the text, in bytes: what lets a statement be a part of another.
    private var places: [Range<Int>] = []
    /// Whether it is made of parts, as a client's query is: there are as many of those as anybody cares to ask for, so an
    /// engine does not keep what it made of one for the next time.
    public private(set) var isComposed = false

    public init(stringLiteral value: String) {
        text = value
    }

    /// A statement put together from names that the database itself gave; nothing else may become text.
    init(text: String, bindings: [SQLValue] = []) {
        self.text = text
        self.bindings = bindings
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// Text of our own that names no value: never a client's.
    init(ours text: String) {
        self.text = text
    }

    /// Adds another statement, as a part; its values are numbered on.
    static func += (left: inout Self, right: Self) {
        var rest = right.text.utf8[...]
        var position = 0
        for (place, binding) in zip(right.places, right.bindings) {
            left.text += String(Substring(rest.prefix(place.lowerBound - position)))
            rest = rest.dropFirst(place.upperBound - position)
            position = place.upperBound
            left.bind(binding)
        }
        left.text += String(Substring(rest))
        left.isComposed = true
    }

    private mutating func bind(_ value: SQLValue) {
        bindings.append(value)
        let start = text.utf8.count
        text += "$\(bindings.count)"
        places.append(start..<text.utf8.count)
    }

    /// Checks what no engine may be given: PostgreSQL's texts cannot hold a NUL, so SQLite's do not either.
    ///
    /// - Throws: ``StorageError``, which does not show the text; ``QuestionTooComplex`` for more values than an engine binds
    ///   (SQLite 32,766, PostgreSQL 65,535).
    public func validate() throws {
        if bindings.count > Self.maximumBindings { throw QuestionTooComplex() }
        for case .text(let text) in bindings where text.utf8.contains(0) {
            throw StorageError("a text contains NUL, which cannot be stored")
        }
    }

    private static let maximumBindings = 32_000

    /// Collects literal text and bound values.
    public struct StringInterpolation: StringInterpolationProtocol {
        var statement = SQLStatement(ours: "")

        public init(literalCapacity: Int, interpolationCount: Int) {
            statement.text.reserveCapacity(literalCapacity + interpolationCount * 2)
        }

        public mutating func appendLiteral(_ literal: String) {
            statement.text += literal
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            statement.bind(value.sqlValue)
        }

        /// Binds a value or null.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            statement.bind(value?.sqlValue ?? .null)
        }

        /// A part with values of its own.
        mutating func appendInterpolation(_ part: SQLStatement) {
            statement += part
        }

        /// A list of columns: text, but ours and constant.
        public mutating func appendInterpolation(columns: StaticString) {
            statement.text += columns.description
        }

        /// A piece of an engine's dialect: text, but ours and constant.
        public mutating func appendInterpolation(dialect: StaticString) {
            statement.text += dialect.description
        }
    }
}

extension [SQLStatement] {
    /// The parts with something of ours in between.
    func joined(_ separator: String) -> SQLStatement {
        var result = SQLStatement(ours: "")
        for (index, part) in enumerated() {
            if index > 0 { result += SQLStatement(ours: separator) }
            result += part
        }
        return result
    }
}
