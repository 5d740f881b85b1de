/// A secret for two-factor sign-in. Its description does not show it.
public struct TwoFactorSecret: Sendable, Equatable {
    /// The secret in base 32, for typing it into an authenticator app.
    public let secret: String
    /// The `otpauth:` URL, for a QR code.
    public let otpauthURL: String
}

extension TwoFactorSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "TwoFactorSecret(<redacted>)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["secret": "<redacted>"]) }
}
