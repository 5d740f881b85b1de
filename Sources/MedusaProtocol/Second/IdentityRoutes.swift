import Hummingbird
import SallyportCore

/// `/auth/customer/emailpass`, `/auth/session` and `/auth/token`: signing in to the second interface (medusa.md B3, B5; M9).
struct IdentityRoutes: Sendable {
    let core: Core
    let options: MedusaOptions
    let visitors: Visitors
    let limits: StoreLimits

    func add<Context: RequestContext>(
        to router: StoreRoutes<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        router.route(
            "auth/customer/emailpass",
            get: { request, context in try await signIn(request, client(request, context)) },
            post: { request, context in try await signIn(request, client(request, context)) })
        router.route(
            "auth/customer/emailpass/register",
            post: { request, context in try await register(request, client(request, context)) })
        router.route("auth/customer/emailpass/reset-password", post: { request, _ in try await ask(request) })
        router.route(
            "auth/customer/emailpass/update",
            post: { request, context in try await update(request, client(request, context)) })
        router.route(
            "auth/session", post: { request, context in try await openSession(request, client(request, context)) },
            delete: { request, context in try await endSession(request, client(request, context)) })
        router.route("auth/token/refresh", post: { request, _ in try await refresh(request) })
    }

    /// Medusa.md B3.1: the password first, then the address; both 401.
    private static func credentials(_ body: JSON.Object) throws -> (EmailAddress, Password) {
        guard let password = body["password"]?.string, !password.isEmpty else {
            throw MedusaError.unauthorized("Password should be a string")
        }
        guard let email = body["email"]?.string, !email.isEmpty else {
            throw MedusaError.unauthorized("Email should be a string")
        }
        return (EmailAddress(email), Password(password))
    }

    private func answer(_ session: StoreSession) -> Response {
        Response(json: ["token": .string(core.store.sessions.token(session.credential).reveal())])
    }

    /// `POST /auth/customer/emailpass`
    private func signIn(_ request: Request, _ client: Client) async throws -> Response {
        let (email, password) = try Self.credentials(try await request.jsonBody())
        do throws(AuthenticationFailure) {
            return answer(
                try await core.store.sessions(.second, .token, email: email, password: password, client: client))
        } catch { throw MedusaError(error, wrong: .unauthorized("Invalid email or password")) }
    }

    /// `POST /auth/customer/emailpass/register`: the first step of signing up.
    private func register(_ request: Request, _ client: Client) async throws -> Response {
        let (email, password) = try Self.credentials(try await request.jsonBody())
        try limits.takeRegistration(client)
        do throws(StoreFailure) {
            return answer(
                try await core.store.register(
                    RegisterCustomer.Request(email: email, password: password, client: client), .second))
        } catch {
            switch error {
            case .emailTaken: throw MedusaError.unauthorized("Identity with email already exists")
            case .invalidEmail: throw MedusaError.invalid("Invalid request: Invalid email")
            default: throw MedusaError(error)
            }
        }
    }

    /// `POST /auth/session`: a cookie for the session of a token.
    private func openSession(_ request: Request, _ client: Client) async throws -> Response {
        guard let token = request.bearer, let identity = try await visitors.authenticate(.token(token)),
            identity.credential.version == .second, identity.credential.isCustomer
        else { throw MedusaError.anonymousInSecond }
        let session = try await renew(identity, .cookie)
        var response = Response(json: ["user": .object(identity.credential.context)])
        SessionCookie(isSecure: options.isSecure).set(
            core.store.sessions.cookie(session.credential), device: nil, in: &response, at: core.clock())
        await visitors.endFormer(of: request, client, but: session.credential.session)
        return response
    }

    /// `DELETE /auth/session`: the sessions of cookie and token end, with all that was given for them (M4).
    private func endSession(_ request: Request, _ client: Client) async throws -> Response {
        let identities = try await visitors.all(request).filter { $0.credential.version == .second }
        guard !identities.isEmpty else { throw MedusaError.anonymousInSecond }
        for identity in identities { try await visitors.end(identity, client) }
        var response = Response(json: ["success": true])
        if !request.sessionCookies.isEmpty { SessionCookie(isSecure: options.isSecure).clear(in: &response) }
        return response
    }

    /// `POST /auth/token/refresh`: a token that says what the account is by now.
    private func refresh(_ request: Request) async throws -> Response {
        let identity = try await visitors.identity(request, isCustomer: false)
        return answer(try await renew(identity, .token))
    }

    /// `POST /auth/customer/emailpass/reset-password`: 201, whoever it is.
    private func ask(_ request: Request) async throws -> Response {
        var schema = StrictSchema(try await request.jsonBody())
        let identifier = schema.required("identifier")
        _ = schema.object("metadata")
        try schema.finish()
        do throws(MailRequestFailure) {
            try await core.requestPasswordReset(EmailAddress(identifier), url: nil, in: .store)
        } catch { throw MedusaError.unavailable("The database can't be reached.", retryAfter: nil) }
        return Response(text: "Created", status: .created)
    }

    /// `POST /auth/customer/emailpass/update`: a new password with the token of a mail, which stands where a bearer does.
    private func update(_ request: Request, _ client: Client) async throws -> Response {
        let body = try await request.jsonBody()
        guard let token = request.bearer else { throw MedusaError.unauthorized("Invalid token") }
        guard let password = body["password"]?.string, !password.isEmpty else { throw MedusaError.anonymousInSecond }
        do throws(OneTimeTokenFailure) {
            try await core.resetPassword(token: token, password: Password(password), in: .store, client: client)
        } catch { throw MedusaError(error, invalid: "Invalid token") }
        return Response(json: ["success": true])
    }

    private func renew(_ identity: StoreIdentity, _ means: OpenStoreSession.Means) async throws -> StoreSession {
        do throws(AuthenticationFailure) { return try await core.store.sessions.renew(identity, means) } catch {
            throw MedusaError(error, wrong: .anonymousInSecond)
        }
    }
}
