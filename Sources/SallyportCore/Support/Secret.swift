/// A value that cannot be printed by accident: a password, a token, a key.
///
/// Its description, its debug description and its mirror say `<redacted>`; whoever needs the value says ``reveal()``,
/// which a reader finds with one search.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: Value

    /// Wraps a value; nothing prints it from here on.
    public init(_ value: Value) {
        self.value = value
    }

    /// The value itself. Never pass it to a logger or into an error.
    public func reveal() -> Value {
        value
    }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
