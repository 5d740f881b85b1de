/// A way to sign in that the server offers besides e-mail and password.
public struct AuthenticationProvider: Sendable, Equatable, Decodable {
    /// The name, for `login(…, provider:)`.
    public let name: String
    /// How it works: `local`, `ldap`, `oauth2`, `openid`, `saml`.
    public let driver: String
    /// The name for people.
    public let label: String?
    /// An icon's name.
    public let icon: String?
}

/// The providers, and whether e-mail and password is one.
public struct ProviderList: Sendable, Equatable {
    /// The providers.
    public let providers: [AuthenticationProvider]
    /// Whether signing in with e-mail and password is switched off: offer the providers only.
    public let disableDefault: Bool
}
