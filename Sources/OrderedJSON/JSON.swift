/// A JSON value (RFC 8259) whose objects keep their order and whose nulls stay: what the wire shows is what was meant.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    /// An object: members in their order. Of two members with one name the last counts, as in JavaScript.
    public struct Object: Sendable, Equatable, ExpressibleByDictionaryLiteral {
        /// A name and its value.
        public struct Member: Sendable, Equatable {
            /// The name, unescaped.
            public var name: String
            /// The value.
            public var value: JSON
        }

        /// The members in their order, duplicates included.
        public private(set) var members: [Member] = []

        /// An object without members.
        public init() {}

        public init(dictionaryLiteral elements: (String, JSON)...) {
            for (name, value) in elements { append(name, value) }
        }

        /// Adds a member at the end.
        public mutating func append(_ name: String, _ value: JSON) {
            members.append(Member(name: name, value: value))
        }

        /// The value of the last member of that name; `nil` without one.
        public subscript(name: String) -> JSON? {
            members.last { $0.name == name }?.value
        }
    }

    /// The member of that name, if this is an object that has one.
    public subscript(name: String) -> JSON? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The text, if this is one.
    public var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The number, if this is a whole one.
    public var int: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The number, if this is one.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The truth value, if this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    public var array: [JSON]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// The members, if this is an object.
    public var object: Object? {
        if case .object(let object) = self { object } else { nil }
    }

    /// A text or null: for columns that may be empty.
    public init(_ string: String?) {
        self = string.map(JSON.string) ?? .null
    }

    /// What JavaScript takes as true: not `null`, `false`, `0` or `""`. Directus tests several fields so.
    public var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .number(let value): value != 0 && !value.isNaN
        case .string(let value): !value.isEmpty
        case .array, .object: true
        }
    }
}

/// Every literal but `nil`: where an optional is expected, `nil` must mean «no value», never JSON's null by accident.
extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = Object()
        for (name, value) in elements { object.append(name, value) }
        self = .object(object)
    }
}
