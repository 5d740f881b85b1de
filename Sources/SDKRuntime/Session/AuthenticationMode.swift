/// How the server hands out what proves who you are (`specs/directus.md` 1.2).
public struct AuthenticationMode: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Access and refresh token in the answer's body: for apps, command lines and servers.
    public static let json = AuthenticationMode(rawValue: "json")
    /// The access token in the body, the refresh token in a cookie.
    public static let cookie = AuthenticationMode(rawValue: "cookie")
    /// One cookie for everything, no token in any body.
    public static let session = AuthenticationMode(rawValue: "session")

    public var description: String { rawValue }
}
