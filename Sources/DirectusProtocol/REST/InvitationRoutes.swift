import Foundation
import Hummingbird
import SallyportCore

/// `/users/invite`: accounts for people who choose their password themselves (Directus spec section 2.3).
struct InvitationRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route("users/invite", post: { request, context in try await invite(request, context) })
        router.route("users/invite/accept", post: { request, context in try await accept(request, context) })
    }

    /// `POST /users/invite`
    private func invite(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload).bodyFields()
        let emails = try Self.emails(body)
        let role = try body.text("role")
        guard UUID(uuidString: role) != nil else {
            throw DirectusError.invalidPayload("\"role\" must be a valid GUID")
        }
        let url = try body.uri("invite_url")
        try body.refuseOthers(than: ["email", "role", "invite_url"])
        let caller = Caller(context.identity, client: clients.client(of: request, context))
        try await translated { () async throws(ItemFailure) in
            try await core.inviteAccounts(emails, role: role, url: url, by: caller)
        }
        return .nothing()
    }

    /// One address, or several.
    private static func emails(_ body: JSON.Object) throws(DirectusError) -> [EmailAddress] {
        guard let elements = body["email"]?.array else {
            if let other = body["email"], other.string == nil {
                throw .invalidPayload("\"email\" must be one of [string, array]")
            }
            return [try body.email("email")]
        }
        var emails: [EmailAddress] = []
        for (index, element) in elements.enumerated() {
            let one: JSON.Object = ["email[\(index)]": element]
            emails.append(try one.email("email[\(index)]"))
        }
        return emails
    }

    /// `POST /users/invite/accept`
    private func accept(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload).bodyFields()
        let token = try body.text("token")
        let password = try body.text("password")
        try body.refuseOthers(than: ["token", "password"])
        do throws(OneTimeTokenFailure) {
            try await core.acceptInvitation(
                token: token, password: Password(password), client: clients.client(of: request, context))
        } catch {
            if case .spent = error { throw DirectusError.invalidInvite }
            throw DirectusError(error)
        }
        return .nothing()
    }
}
