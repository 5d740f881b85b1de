public import Foundation

/// What proves who is signed in: the JavaScript SDK's `AuthenticationData`, and the cookies of cookie and session mode.
///
/// It is one value, stored and replaced as a whole. Its description shows no token; do not log the tokens yourself.
public struct AuthenticationData: Sendable, Equatable {
    /// The access token; `nil` in session mode, where the cookie is everything.
    public var accessToken: String?
    /// The refresh token; only in json mode.
    public var refreshToken: String?
    /// How long the access token lives from its issue, in milliseconds; may exceed 2³¹.
    public var expires: Int64?
    /// When the access token expires, by the server's clock as far as it is known, in whole milliseconds.
    public var expiresAt: Date? {
        didSet { expiresAt = expiresAt?.roundedToMilliseconds }
    }
    /// The mode that it was issued in.
    public var mode: AuthenticationMode
    /// The server's cookies; none in json mode.
    public var cookies: [Cookie]
    /// The login that it came from: made by this library, kept through refreshes, never sent. What began for one login is
    /// not finished for another.
    public var loginID: String?
    /// The origin that it belongs to, such as `https://directus.example.com`: tokens go nowhere else. `nil` is any.
    public var origin: String?

    /// Data with these parts.
    public init(
        accessToken: String? = nil, refreshToken: String? = nil, expires: Int64? = nil, expiresAt: Date? = nil,
        mode: AuthenticationMode = .json, cookies: [Cookie] = [], loginID: String? = nil, origin: String? = nil
    ) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.expires = expires
        self.expiresAt = expiresAt?.roundedToMilliseconds
        self.mode = mode
        self.cookies = cookies
        self.loginID = loginID
        self.origin = origin
    }

    /// Whether there is anything to refresh it with. A token from `setToken` has nothing, as in JavaScript.
    package var isRefreshable: Bool {
        refreshToken != nil || cookies.contains { !$0.value.isEmpty }
    }
}

extension AuthenticationData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let until = expiresAt.map { ", until \($0.ISO8601Format())" } ?? ""
        return "AuthenticationData(\(mode)\(until), tokens redacted)"
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["data": description]) }
}

/// Written with a version, so that a later release can read what this one stored. Times are whole milliseconds.
extension AuthenticationData: Codable {
    private enum CodingKeys: String, CodingKey {
        case version, accessToken, refreshToken, expires, expiresAt, mode, cookies, loginID, origin
    }

    private static let version = 1

    /// - Throws: `DecodingError` for damaged data, and for what a later version of this library wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let version = try values.decode(Int.self, forKey: .version)
        guard version == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: values,
                debugDescription: "This release reads version \(Self.version), not version \(version).")
        }
        self.init(
            accessToken: try values.decodeIfPresent(String.self, forKey: .accessToken),
            refreshToken: try values.decodeIfPresent(String.self, forKey: .refreshToken),
            expires: try values.decodeIfPresent(Int64.self, forKey: .expires),
            expiresAt: try values.decodeIfPresent(Int64.self, forKey: .expiresAt)
                .map { Date(timeIntervalSince1970: Double($0) / 1000) },
            mode: try values.decode(AuthenticationMode.self, forKey: .mode),
            cookies: try values.decodeIfPresent([Cookie].self, forKey: .cookies) ?? [],
            loginID: try values.decodeIfPresent(String.self, forKey: .loginID),
            origin: try values.decodeIfPresent(String.self, forKey: .origin))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(Self.version, forKey: .version)
        try values.encodeIfPresent(accessToken, forKey: .accessToken)
        try values.encodeIfPresent(refreshToken, forKey: .refreshToken)
        try values.encodeIfPresent(expires, forKey: .expires)
        try values.encodeIfPresent(
            expiresAt.map { Int64(($0.timeIntervalSince1970 * 1000).rounded()) }, forKey: .expiresAt)
        try values.encode(mode, forKey: .mode)
        if !cookies.isEmpty { try values.encode(cookies, forKey: .cookies) }
        try values.encodeIfPresent(loginID, forKey: .loginID)
        try values.encodeIfPresent(origin, forKey: .origin)
    }
}
