import Foundation

/// Header fields in their order: names compare whatever their case, and a name may stand more than once (RFC 9110 section 5).
public struct HeaderFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One line of a header.
    public struct Field: Sendable, Equatable {
        /// The name as it was written.
        public let name: String
        /// The value, without the white space around it.
        public let value: String
    }

    /// The lines in their order.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// Adds a line; lines of the same name stay.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value.trimmingCharacters(in: [" ", "\t"])))
    }

    /// The first value of that name. Setting replaces every line of that name, `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.areEqual($0.name, name) }?.value }
        set {
            fields.removeAll { Self.areEqual($0.name, name) }
            if let newValue { append(name, newValue) }
        }
    }

    /// Every value of that name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { Self.areEqual($0.name, name) }.map(\.value)
    }

    private static func areEqual(_ one: String, _ other: String) -> Bool {
        one.lowercased() == other.lowercased()
    }
}

/// Values may be tokens and cookies: a description shows the names only.
extension HeaderFields: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { fields.map(\.name).joined(separator: ", ") }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["names": description]) }
}

extension HeaderFields.Field: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { name }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
