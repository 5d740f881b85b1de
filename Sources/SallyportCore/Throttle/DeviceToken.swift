/// What a browser keeps of earlier sign-ins, as it shows it: ``FailureBudgets/device(of:at:)``. Anybody can send any text.
public struct DeviceToken: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The text.
    public let text: String

    /// How long a browser may keep it.
    public static let lifetime: Duration = .seconds(365 * 86_400)
    /// How old it may be before a sign-in renews it.
    static let rest: Duration = .seconds(30 * 86_400)

    /// - Parameter text: whatever was sent.
    public init(text: String) {
        self.text = text
    }

    public var description: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
