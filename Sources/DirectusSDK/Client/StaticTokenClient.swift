/// Clients composed with `.staticToken(…)`.
public protocol StaticTokenClient: Sendable {
    /// The token's holder.
    var staticToken: StaticToken { get }
}

extension DirectusClient: StaticTokenClient where Credentials == StaticToken {
    public var staticToken: StaticToken { authentication }
}

extension StaticTokenClient {
    /// The token.
    public func getToken() async -> String? {
        await staticToken.token
    }

    /// Replaces the token; with `nil` requests go out anonymous.
    public func setToken(_ token: String?) async {
        await staticToken.set(token)
    }
}
