import Foundation
import HTTPTypes
import Hummingbird
import SallyportCore

/// `/users/me/tfa` and `/users/:id/tfa`: two-factor sign-in (Directus spec section 2.6; D5).
struct SecondFactorRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route("users/me/tfa/generate", post: { request, context in try await generate(request, context) })
        router.route("users/me/tfa/enable", post: { request, context in try await enable(request, context) })
        router.route("users/me/tfa/disable", post: { request, context in try await disable(request, context) })
        router.route(
            "users/me/tfa/recovery-codes", get: { request, context in try await count(request, context) },
            post: { request, context in try await replaceRecoveryCodes(request, context) })
        router.route("users/:id/tfa/disable", post: { request, context in try await remove(request, context) })
    }

    /// `POST /users/me/tfa/generate`: `{password}`, for accounts that sign in here.
    private func generate(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let (caller, body) = try await read(request, context)
        do throws(SecondFactorFailure) {
            let seed = try await core.setUpSecondFactor.generate(password: try Self.password(body), for: caller)
            return Response(
                ["data": ["secret": .string(seed.text.reveal()), "otpauth_url": .string(seed.url)]],
                headers: .carryingTokens)
        } catch { throw DirectusError(error) }
    }

    /// `POST /users/me/tfa/enable`: `{secret, otp}`
    private func enable(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let (caller, body) = try await read(request, context)
        let secret = try Self.required("secret", body)
        let code = try Self.required("otp", body)
        do throws(SecondFactorFailure) {
            try await core.setUpSecondFactor.enable(secret: secret, code: code, for: caller)
        } catch { throw DirectusError(error) }
        return .nothing()
    }

    /// `POST /users/me/tfa/disable`: `{otp}`
    private func disable(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let (caller, body) = try await read(request, context)
        let code = try Self.required("otp", body)
        do throws(SecondFactorFailure) {
            try await core.removeSecondFactor(code: code, for: caller)
        } catch { throw DirectusError(error) }
        return .nothing()
    }

    /// `POST /users/:id/tfa/disable`
    private func remove(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        guard let id = context.parameters.get("id").flatMap({ ItemCollection.users.keyValue(.string($0)) })?.text
        else { throw DirectusError.forbidden() }
        do throws(SecondFactorFailure) {
            try await core.removeSecondFactor(
                of: Account.ID(rawValue: id), by: clients.caller(of: request, context))
        } catch { throw DirectusError(error) }
        return .nothing()
    }

    /// `POST /users/me/tfa/recovery-codes`: `{password, otp?}`. The codes are shown nowhere else.
    private func replaceRecoveryCodes(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let (caller, body) = try await read(request, context)
        do throws(SecondFactorFailure) {
            let codes = try await core.recoveryCodes.replace(
                password: try Self.password(body), code: body["otp"]?.string, for: caller)
            return Response(
                ["data": ["recovery_codes": .array(codes.map { .string($0.reveal()) })]], headers: .carryingTokens)
        } catch { throw DirectusError(error) }
    }

    /// `GET /users/me/tfa/recovery-codes`: how many are left.
    private func count(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        guard let identity = context.identity else { throw DirectusError.invalidCredentials }
        do throws(SecondFactorFailure) {
            let count = try await core.recoveryCodes.remaining(for: identity)
            return Response(["data": ["remaining": .integer(Int64(count))]])
        } catch { throw DirectusError(error) }
    }

    /// Who asks, and for what; nobody in particular has no second factor.
    private func read(
        _ request: Request, _ context: some DirectusContext
    ) async throws -> (caller: Caller, body: JSON) {
        guard context.identity != nil else { throw DirectusError.invalidCredentials }
        return (clients.caller(of: request, context), try await request.jsonBody(upTo: options.maximumPayload))
    }

    /// `nil` without one: the flow knows who needs it.
    private static func password(_ body: JSON) throws(SecondFactorFailure) -> Password? {
        guard let password = body["password"], password.isTruthy else { return nil }
        guard let text = password.string else { throw .authentication(.invalidCredentials) }
        return Password(text)
    }

    /// What is no text is as good as none; so is an empty one.
    private static func required(_ name: String, _ body: JSON) throws(DirectusError) -> String {
        guard let text = body[name]?.string, !text.isEmpty else { throw .invalidPayload("\"\(name)\" is required") }
        return text
    }
}

extension SetUpSecondFactor.Seed {
    /// What an authenticator app reads from a QR code, in the order of recording `tfa/generate-ok`; it holds the seed.
    fileprivate var url: String {
        let (issuer, account) = (issuer.percentEncoded, account.percentEncoded)
        let parameters = "secret=\(text.reveal())&period=30&digits=6&algorithm=SHA1&issuer=\(issuer)"
        return "otpauth://totp/\(issuer):\(account)?\(parameters)"
    }
}

extension String {
    /// As JavaScript's `encodeURIComponent` has it.
    fileprivate var percentEncoded: String {
        let kept = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()")
        return addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}
