import Foundation
import Hummingbird
import SallyportCore

/// `/store/auth`: signing in to the first interface, by cookie or by token (medusa.md A2).
struct SessionRoutes: Sendable {
    let core: Core
    let options: MedusaOptions
    let visitors: Visitors
    let limits: StoreLimits

    private var cookie: SessionCookie { SessionCookie(isSecure: options.isSecure) }

    func add<Context: RequestContext>(
        to router: StoreRoutes<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        router.route(
            "store/auth",
            get: { request, _ in
                let identity = try await visitors.customer(request)
                return try await show(identity.account.id)
            },
            post: { request, context in try await signIn(request, client(request, context)) },
            delete: { request, context in try await signOut(request, client(request, context)) })
        router.route(
            "store/auth/token",
            // The path of an address, to the original too.
            get: { request, context in try await exists("token", client(request, context)) },
            post: { request, context in try await token(request, client(request, context)) })
        router.route(
            "store/auth/:email",
            get: { request, context in
                try await exists(context.parameters.get("email") ?? "", client(request, context))
            })
    }

    private func show(_ id: Account.ID) async throws -> Response {
        do throws(StoreFailure) {
            return Response(json: ["customer": CustomerView(try await core.store.read(id)).first(.orders)])
        } catch { throw MedusaError(error) }
    }

    /// `POST /store/auth`: a new session for the cookie, whatever it was before (M5).
    private func signIn(_ request: Request, _ client: Client) async throws -> Response {
        let (email, password) = try Self.credentials(try await request.jsonBody())
        let session = try await open(.cookie, email, password, client)
        var response = try await show(session.account.id)
        cookie.set(
            core.store.sessions.cookie(session.credential), device: session.device, in: &response, at: core.clock())
        await visitors.endFormer(of: request, client, but: session.credential.session)
        return response
    }

    /// `POST /store/auth/token`
    private func token(_ request: Request, _ client: Client) async throws -> Response {
        let (email, password) = try Self.credentials(try await request.jsonBody())
        let session = try await open(.token, email, password, client)
        return Response(json: ["access_token": .string(core.store.sessions.token(session.credential).reveal())])
    }

    /// `DELETE /store/auth`: 200 for everybody. Cookie and token that were shown die (M4), and the cookie is taken back.
    private func signOut(_ request: Request, _ client: Client) async throws -> Response {
        for identity in try await visitors.all(request) { try await visitors.end(identity, client) }
        var response = Response(text: "OK")
        if !request.sessionCookies.isEmpty { cookie.clear(in: &response) }
        return response
    }

    /// `GET /store/auth/:email`: whether somebody with that address can sign in (M6).
    private func exists(_ parameter: String, _ client: Client) async throws -> Response {
        guard options.tellsWhoExists else { return Response(json: ["exists": false]) }
        try limits.takeExists(client)
        let email = EmailAddress(parameter.removingPercentEncoding ?? parameter)
        do throws(StoreFailure) {
            return Response(json: ["exists": .bool(try await core.store.read.exists(email))])
        } catch { throw MedusaError(error) }
    }

    private func open(
        _ means: OpenStoreSession.Means, _ email: EmailAddress, _ password: JSON, _ client: Client
    ) async throws -> StoreSession {
        // What is no text is nobody's password, not even of whose password reads the same; it costs as much.
        let text = password.string ?? UUID().uuidString
        do throws(AuthenticationFailure) {
            return try await core.store.sessions(.first, means, email: email, password: Password(text), client: client)
        } catch { throw MedusaError(error, wrong: .wrongCredentials) }
    }

    /// Medusa.md A1.8: the password need not even be a text.
    private static func credentials(_ body: JSON.Object) throws -> (EmailAddress, JSON) {
        var validator = ClassValidator(body)
        let email = validator.field("email", .email)
        let password = validator.field("password", .notEmpty)
        try validator.finish()
        return (EmailAddress(email?.string ?? ""), password ?? .null)
    }
}
