public import OrderedJSON

/// A value of an open set, as a text on the wire: a server may send ones that this library has no name for. Written as a
/// literal: `user.status == "active"`.
public protocol WireValue: RawRepresentable<String>, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible, JSONRepresentable
{
    /// The value that is this text on the wire.
    init(rawValue: String)
}

extension WireValue {
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    public var description: String { rawValue }
    public var json: JSON { .string(rawValue) }
}
