import Crypto

/// The flows of the store's customers, each ready to be called (design section 4, "Realms").
public struct StoreFlows: Sendable {
    /// Signs customers in, renews and ends their sessions.
    public let sessions: OpenStoreSession
    /// Tells which customer shows a token or a cookie.
    public let authenticate: AuthenticateCustomer
    /// Lets strangers become customers.
    public let register: RegisterCustomer
    /// Changes what a customer tells.
    public let change: ChangeCustomer
    /// Reads customers.
    public let read: ReadCustomer
    /// The keys of storefronts.
    public let publishableKeys: PublishableKeys

    init(
        _ settings: StoreSettings, keys: KeyRing, vault: any Vault, passwords: any PasswordHasher, signIn: SignIn,
        sessions settingsOfSessions: SessionSettings, identities: IdentityCache, signal: MailSignal,
        clock: @escaping Clock, makeIdentifier: @escaping MakeIdentifier
    ) {
        func secret(_ given: Secret<String>?, _ purpose: KeyRing.Purpose) -> Secret<[UInt8]> {
            if let given { return Secret(Array(given.reveal().utf8)) }
            return keys.key(purpose).withUnsafeBytes { Secret(Array($0)) }
        }
        let lifetimes = StoreLifetimes(absolute: settingsOfSessions.absoluteLifetime)
        let tokens = StoreTokenCodec(secret: secret(settings.tokenSecret, .storeTokens))
        let cookies = StoreCookieCodec(
            secret: secret(settings.cookieSecret, .storeCookies), own: keys.key(.storeCookies))
        sessions = OpenStoreSession(
            vault: vault, signIn: signIn, identities: identities, lifetimes: lifetimes, tokens: tokens, cookies: cookies
        )
        authenticate = AuthenticateCustomer(
            vault: vault, tokens: tokens, cookies: cookies, identities: identities, clock: clock)
        register = RegisterCustomer(
            vault: vault, passwords: passwords, identities: identities, lifetimes: lifetimes,
            makeIdentifier: makeIdentifier)
        change = ChangeCustomer(
            vault: vault, passwords: passwords, identities: identities, signal: signal,
            makeIdentifier: makeIdentifier)
        read = ReadCustomer(vault: vault)
        publishableKeys = PublishableKeys(vault: vault, makeIdentifier: makeIdentifier)
    }
}
