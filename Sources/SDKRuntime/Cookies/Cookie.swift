public import Foundation

/// A cookie that a client keeps. Its description shows the name, never the value.
public struct Cookie: Sendable, Equatable, Codable {
    /// The name.
    public let name: String
    /// The value: a token.
    public let value: String
    /// The host that set it, or the domain that it was set for.
    public let domain: String
    /// Whether only `domain` itself gets it, no host below.
    public let isHostOnly: Bool
    /// The path that a request must lie under.
    public let path: String
    /// Whether it travels over https only.
    public let isSecure: Bool
    /// When it ends, by the server's clock, in whole milliseconds; `nil` lasts as long as the client.
    public let expiresAt: Date?
}

extension Cookie: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(name)=<redacted>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["cookie": description]) }
}
