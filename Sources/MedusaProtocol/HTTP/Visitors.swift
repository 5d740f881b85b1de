import Hummingbird
import SallyportCore

/// Finds out who asks, in the order of the originals: the cookie, then the bearer token; what opens nothing is passed over
/// (medusa.md A1.6, B1.5).
struct Visitors: Sendable {
    let core: Core

    /// The customer who asks in that interface; `nil` for nobody.
    func visitor(
        _ request: Request, _ version: StoreCredential.Version
    ) async throws -> StoreIdentity? {
        try await all(request).first { $0.credential.version == version }
    }

    /// All that a request shows and that is good.
    func all(_ request: Request) async throws -> [StoreIdentity] {
        var shown = request.sessionCookies.map(AuthenticateCustomer.Shown.cookie)
        if let token = request.bearer { shown.append(.token(token)) }
        var identities: [StoreIdentity] = []
        for one in shown {
            if let identity = try await authenticate(one) { identities.append(identity) }
        }
        return identities
    }

    /// Who shows that; `nil` for nobody.
    func authenticate(_ shown: AuthenticateCustomer.Shown) async throws(MedusaError) -> StoreIdentity? {
        do throws(AuthenticationFailure) { return try await core.store.authenticate(shown) } catch {
            throw MedusaError(error, wrong: .anonymous)
        }
    }

    /// Ends the session of the cookie that a request shows, once its successor is made: a browser has one session. A former one
    /// that cannot be ended, while the database is away, is no reason to withhold the new one.
    ///
    /// - Parameter session: the one that the new cookie is for.
    func endFormer(of request: Request, _ client: Client, but session: Session.ID) async {
        for cookie in request.sessionCookies {
            guard let identity = try? await authenticate(.cookie(cookie)), identity.credential.session != session
            else { continue }
            try? await end(identity, client)
        }
    }

    /// Ends a session, with all that was given for it.
    func end(_ identity: StoreIdentity, _ client: Client) async throws(MedusaError) {
        do throws(AuthenticationFailure) { try await core.store.sessions.end(identity, client: client) } catch {
            throw MedusaError(error, wrong: .anonymous)
        }
    }

    /// The customer who asks in the first interface.
    ///
    /// - Throws: 401 as a text.
    func customer(_ request: Request) async throws -> StoreIdentity {
        guard let identity = try await visitor(request, .first) else { throw MedusaError.anonymous }
        return identity
    }

    /// Who asks in the second interface.
    ///
    /// - Parameter isCustomer: whether it has to be a customer already.
    /// - Throws: 401 as JSON.
    func identity(_ request: Request, isCustomer: Bool) async throws -> StoreIdentity {
        guard let identity = try await visitor(request, .second), identity.credential.isCustomer || !isCustomer else {
            throw MedusaError.anonymousInSecond
        }
        return identity
    }
}

/// How often one network may ask for what tells who has an account (M6).
struct StoreLimits: Sendable {
    let core: Core
    private let exists: RateLimiter
    private let registration: RateLimiter?
    private let change: RateLimiter
    private let address: RateLimiter?
    private let global: RateLimiter?

    init(core: Core, options: MedusaOptions) {
        self.core = core
        exists = core.rateLimits.limiter("exists", options.existsLimit)
        change = core.rateLimits.limiter("customer-change", options.changeLimit)
        address = options.rateLimit.map { core.rateLimits.limiter("address", $0) }
        global = options.globalRateLimit.map { core.rateLimits.limiter("global", $0) }
        registration = options.registrationLimit.map { core.rateLimits.limiter("registration", $0) }
    }

    func takeExists(_ client: Client) throws(MedusaError) { try take(exists, client) }

    func takeRegistration(_ client: Client) throws(MedusaError) {
        if let registration { try take(registration, client) }
    }

    /// A change of what somebody signs in with.
    func takeChange(of account: Account.ID, _ client: Client) throws(MedusaError) {
        try take(change, account.rawValue)
        try take(change, client)
    }

    /// Any request.
    func takeRequest(_ client: Client) throws(MedusaError) {
        if let global { try take(global, "") }
        if let address { try take(address, client) }
    }

    private func take(_ limiter: RateLimiter, _ client: Client) throws(MedusaError) {
        if let network = client.address?.network { try take(limiter, network) }
    }

    private func take(_ limiter: RateLimiter, _ key: String) throws(MedusaError) {
        let now = core.clock()
        do throws(RateLimiter.Refusal) { try limiter.take(key, at: now) } catch { throw .tooMany(error, at: now) }
    }
}
