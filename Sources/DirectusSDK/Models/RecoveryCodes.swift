/// Codes for whoever has lost the device that makes one-time passwords. The description does not show them.
public struct RecoveryCodes: Sendable, Equatable {
    /// Each is good once, as `otp` at sign-in or to turn two-factor sign-in off.
    public let codes: [String]
}

extension RecoveryCodes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "RecoveryCodes(<redacted>)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["codes": "<redacted>"]) }
}
