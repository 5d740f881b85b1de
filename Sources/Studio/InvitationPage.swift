import HTTPTypes
import Hummingbird
import SallyportCore

/// `/admin/accept-invite`: where the link of an invitation leads (Directus spec section 7.1).
struct InvitationPage: Sendable {
    let core: Core

    private struct Fields: Decodable {
        var token: String
        var password: String
    }

    func show(_ request: Request, client: Client) async -> Response {
        let token = request.uri.queryParameters["token"].map(String.init) ?? ""
        do throws(OneTimeTokenFailure) {
            try await core.checkOneTimeToken(token, for: .invitation, by: client)
            return Page.invitation.response(["token": token])
        } catch { return LinkPage.refusal(error, .invitation) }
    }

    func submit(_ request: Request, client: Client) async throws -> Response {
        let fields = try await request.form(Fields.self)
        let token = fields?.token ?? ""
        do throws(OneTimeTokenFailure) {
            try await core.acceptInvitation(
                token: token, password: Password(fields?.password ?? ""), client: client)
            return Page.invitationAccepted.response([:])
        } catch {
            guard case .weakPassword = error else { return LinkPage.refusal(error, .invitation) }
            return Page.invitation.response(
                ["token": token, "problem": LinkPage.weakPassword], status: .badRequest)
        }
    }
}
