/// The id of a `Subject`: lower-case UUID text (design section 4), typed so that an account's id is no session's.
public struct Identifier<Subject>: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The UUID's text.
    public let rawValue: String

    /// Takes any text; what is no id names nothing.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// Makes a new random id, as lower-case UUID text. Passed in, so that a test can foresee ids.
public typealias MakeIdentifier = @Sendable () -> String
