import Hummingbird
import SallyportCore

/// `/auth/password`: a new password by mail (Directus spec section 1.6).
struct PasswordRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route("auth/password/request", post: { request, _ in try await ask(request) })
        router.route("auth/password/reset", post: { request, context in try await reset(request, context) })
    }

    /// `POST /auth/password/request`: 204, whoever has the address.
    private func ask(_ request: Request) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        guard let email = body["email"]?.string else {
            throw DirectusError.invalidPayload("\"email\" field is required")
        }
        let url = body["reset_url"].flatMap { $0.isTruthy ? $0.string ?? $0.text : nil }
        do throws(MailRequestFailure) {
            try await core.requestPasswordReset(EmailAddress(email), url: url, in: .team)
        } catch { throw DirectusError(error, to: "reset passwords") }
        return .nothing()
    }

    /// `POST /auth/password/reset`
    private func reset(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        guard let token = body["token"]?.string else {
            throw DirectusError.invalidPayload("\"token\" field is required")
        }
        guard let password = body["password"]?.string else {
            throw DirectusError.invalidPayload("\"password\" field is required")
        }
        do throws(OneTimeTokenFailure) {
            try await core.resetPassword(
                token: token, password: Password(password), client: clients.client(of: request, context))
        } catch { throw DirectusError(error) }
        return .nothing()
    }
}
