import HTTPTypes
import Hummingbird
import SallyportCore

/// `/admin/verify-email`: where a browser confirms an address, by a button, so that whoever only looks at the link confirms
/// nothing (D8).
struct VerificationPage: Sendable {
    let core: Core

    private struct Fields: Decodable {
        var token: String
    }

    func show(_ request: Request, client: Client) async -> Response {
        let token = request.uri.queryParameters["token"].map(String.init) ?? ""
        do throws(OneTimeTokenFailure) {
            try await core.checkOneTimeToken(token, for: .registration, by: client)
            return Page.verification.response(["token": token])
        } catch { return LinkPage.refusal(error, .registration) }
    }

    func submit(_ request: Request, client: Client) async throws -> Response {
        let token = try await request.form(Fields.self)?.token ?? ""
        do throws(OneTimeTokenFailure) {
            try await core.confirmRegistration(token: token, client: client)
            return Page.verified.response([:])
        } catch { return LinkPage.refusal(error, .registration) }
    }
}
