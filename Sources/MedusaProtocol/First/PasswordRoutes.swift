import Hummingbird
import SallyportCore

/// `/store/customers/password-…`: a new password by mail, in the first interface (medusa.md A3.3; M1).
struct PasswordRoutes: Sendable {
    let core: Core

    func add<Context: RequestContext>(
        to router: StoreRoutes<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        router.route("store/customers/password-token", post: { request, _ in try await ask(request) })
        router.route(
            "store/customers/password-reset",
            post: { request, context in try await reset(request, client(request, context)) })
    }

    /// 204, whoever has the address.
    private func ask(_ request: Request) async throws -> Response {
        var validator = ClassValidator(try await request.jsonBody())
        let email = validator.field("email", .email)
        try validator.finish()
        do throws(MailRequestFailure) {
            try await core.requestPasswordReset(EmailAddress(email?.string ?? ""), url: nil, in: .store)
        } catch { throw MedusaError.unavailable("The database can't be reached.", retryAfter: nil) }
        return Response(status: .noContent)
    }

    private func reset(_ request: Request, _ client: Client) async throws -> Response {
        var validator = ClassValidator(try await request.jsonBody())
        let email = validator.field("email", .email)
        let token = validator.field("token", .string)
        let password = validator.field("password", .string)
        try validator.finish()
        let id: Account.ID
        do throws(OneTimeTokenFailure) {
            id = try await core.resetPassword(
                token: token?.string ?? "", password: Password(password?.string ?? ""), in: .store,
                of: EmailAddress(email?.string ?? ""), client: client)
        } catch { throw MedusaError(error, invalid: "Invalid or expired password reset token") }
        do throws(StoreFailure) {
            return Response(json: ["customer": CustomerView(try await core.store.read(id)).first(.none)])
        } catch { throw MedusaError(error) }
    }
}

extension MedusaError {
    /// - Parameter invalid: what to say of a token that is not good, whatever is wrong with it.
    init(_ failure: OneTimeTokenFailure, invalid: String) {
        switch failure {
        case .invalid, .foreign, .spent, .expired: self = .unauthorized(invalid)
        case .weakPassword: self.init(StoreFailure.weakPassword)
        case .authentication(let failure): self.init(failure, wrong: .unauthorized(invalid))
        }
    }
}
