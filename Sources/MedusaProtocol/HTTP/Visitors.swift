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
        var shown: [AuthenticateCustomer.Shown] = []
        if let cookie = request.sessionCookie { shown.append(.cookie(cookie)) }
        if let token = request.bearer { shown.append(.token(token)) }
        var identities: [StoreIdentity] = []
        for one in shown {
            do throws(AuthenticationFailure) {
                if let identity = try await core.store.authenticate(one) { identities.append(identity) }
            } catch { throw MedusaError(error, wrong: .anonymous) }
        }
        return identities
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

    init(core: Core, options: MedusaOptions) {
        self.core = core
        exists = core.rateLimits.limiter("exists", options.existsLimit)
        registration = options.registrationLimit.map { core.rateLimits.limiter("registration", $0) }
    }

    func takeExists(_ client: Client) throws(MedusaError) { try take(exists, client) }

    func takeRegistration(_ client: Client) throws(MedusaError) {
        if let registration { try take(registration, client) }
    }

    private func take(_ limiter: RateLimiter, _ client: Client) throws(MedusaError) {
        guard let network = client.address?.network else { return }
        let now = core.clock()
        do throws(RateLimiter.Refusal) { try limiter.take(network, at: now) } catch { throw .tooMany(error, at: now) }
    }
}
