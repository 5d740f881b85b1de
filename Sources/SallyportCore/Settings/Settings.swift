/// The installation's settings: what an administrator chooses while the server runs.
public struct Settings: Sendable {
    private let values: [String: JSON]

    /// - Parameter values: the stored settings by Directus' names. What is missing has its default.
    public init(_ values: [String: JSON]) {
        self.values = values
    }

    /// The setting of that name, or its default.
    public subscript(name: String) -> JSON {
        values[name] ?? Self.defaults[name] ?? .null
    }

    /// The regular expression that new passwords must match (spec section 2.4); `nil` without one.
    public var passwordPolicy: String? { self["auth_password_policy"].string }

    /// Directus' defaults (spec section 10.6; recording `server/info-anon`); every other setting is null.
    private static let defaults: [String: JSON] = [
        "project_name": "Directus", "project_color": "#6644FF", "default_appearance": "auto",
        "default_language": "en-US", "public_registration": false, "public_registration_verify_email": true,
        "auth_login_attempts": 25,
    ]
}

/// What is read of settings inside a transaction.
public protocol SettingsReading {
    func settings() throws -> Settings
}

/// What is changed of settings inside a transaction.
public protocol SettingsWriting {
    func set(_ name: String, to value: JSON) throws
}
