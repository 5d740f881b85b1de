/// How long sessions of customers live.
struct StoreLifetimes: Sendable {
    /// `SESSION_ABSOLUTE_TTL`; `nil`: for ever.
    let absolute: Duration?

    /// A token of the second interface can be renewed, and gives its session another day each time; whatever else is given lives
    /// as long as it says.
    func of(_ version: StoreCredential.Version, _ means: OpenStoreSession.Means) -> SessionLifetime {
        let idle = means == .cookie ? StoreCredential.cookieLifetime : StoreCredential.tokenLifetime(version)
        let isRenewed = version == .second && means == .token
        let longest = isRenewed ? absolute : min(idle, absolute ?? idle)
        return SessionLifetime(idle: idle, absolute: longest)
    }
}
