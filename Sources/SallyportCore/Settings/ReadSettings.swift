/// Reads the installation's settings, for those that the public may know.
public struct ReadSettings: Sendable {
    let vault: any Vault

    /// The settings, and whether the first account was made.
    public func callAsFunction() async throws(AuthenticationFailure) -> (settings: Settings, isSetUp: Bool) {
        do {
            return try await vault.read { (try $0.settings(), try !$0.isEmpty(.team)) }
        } catch { throw AuthenticationFailure(error) }
    }
}
