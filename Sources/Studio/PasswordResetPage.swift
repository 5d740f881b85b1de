import HTTPTypes
import Hummingbird
import SallyportCore

/// `/admin/reset-password`: without a token, where to ask for a mail; with one, where its link leads (Directus spec section
/// 7.1).
struct PasswordResetPage: Sendable {
    let core: Core

    private struct Fields: Decodable {
        var email: String?
        var token: String?
        var password: String?
    }

    func show(_ request: Request, client: Client) async -> Response {
        guard let token = request.uri.queryParameters["token"].map(String.init) else {
            return Page.passwordRequest.response([:])
        }
        do throws(OneTimeTokenFailure) {
            try await core.checkOneTimeToken(token, for: .passwordReset, by: client)
            return Page.passwordReset.response(["token": token])
        } catch { return LinkPage.refusal(error, .passwordReset) }
    }

    func submit(_ request: Request, client: Client) async throws -> Response {
        let fields = try await request.form(Fields.self)
        if let token = fields?.token {
            return await reset(token, Password(fields?.password ?? ""), client)
        }
        guard let email = fields?.email.map(EmailAddress.init), email.isWellFormed else {
            return Page.passwordRequest.response(
                ["problem": "This is no e-mail address: it needs a name, an @, and a domain with a dot."],
                status: .badRequest)
        }
        do throws(MailRequestFailure) {
            try await core.requestPasswordReset(email, url: nil, in: .team)
        } catch { return LinkPage.unwell }
        // The same whoever has the address.
        return Page.passwordRequested.response([:])
    }

    private func reset(_ token: String, _ password: Password, _ client: Client) async -> Response {
        do throws(OneTimeTokenFailure) {
            try await core.resetPassword(token: token, password: password, client: client)
            return Page.passwordResetDone.response([:])
        } catch {
            guard case .weakPassword = error else { return LinkPage.refusal(error, .passwordReset) }
            return Page.passwordReset.response(
                ["token": token, "problem": LinkPage.weakPassword], status: .badRequest)
        }
    }
}
