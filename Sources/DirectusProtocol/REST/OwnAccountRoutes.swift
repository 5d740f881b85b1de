import HTTPTypes
import Hummingbird
import SallyportCore

/// `/users/me`: what an account tells of itself, and what it may change (Directus spec section 2.1).
struct OwnAccountRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "users/me",
            get: { request, context in
                guard let identity = context.identity else { throw DirectusError.invalidCredentials }
                return try await show(identity, request)
            },
            patch: { request, context in
                guard let identity = context.identity else { throw DirectusError.invalidCredentials }
                return try await change(identity, request, context)
            })
    }

    private func show(_ identity: Identity, _ request: Request) async throws -> Response {
        guard request.uri.query == nil, let remembered = identity.remembered else {
            return Response(["data": try await view(identity, request)])
        }
        // Most clients ask for everything, and again and again.
        let bytes = remembered { JSON.object(["data": everything(of: identity)]).bytes }
        return Response(bytes: bytes, type: Response.jsonType, headers: .routed)
    }

    private func everything(of identity: Identity) -> JSON {
        let readable = identity.rights.readableOwnFields
        guard !readable.isEmpty,
            let selection = FieldSelection(nil).resolve(readable: readable, showsAttachments: false)
        else { return Self.onlyID(of: identity) }
        return AccountView(identity).json(selection)
    }

    private static func onlyID(of identity: Identity) -> JSON {
        ["id": .string(identity.account.id.rawValue)]
    }

    private func change(
        _ identity: Identity, _ request: Request, _ context: some DirectusContext
    ) async throws -> Response {
        guard let body = try await request.jsonBody(upTo: options.maximumPayload).object else {
            throw DirectusError.invalidPayload(#""value" must be of type object"#)
        }
        do throws(AccountFailure) {
            let changed = try await core.changeOwnAccount(
                AccountChanges(body), of: identity, client: clients.client(of: request, context))
            return Response(["data": try await view(changed, request)])
        } catch { throw DirectusError(error) }
    }

    /// The account's fields as the query asks for them. One field that may not be read, or that there is not, and the
    /// answer is the id alone (recording `me/fields-unknown`).
    private func view(_ identity: Identity, _ request: Request) async throws(AccountFailure) -> JSON {
        let fields = FieldSelection(request.uri.query.map { QueryParameters($0[...]) })
        let readable = identity.rights.readableOwnFields
        let isAdministrator = identity.rights.isAdministrator
        guard !readable.isEmpty,
            let selection = fields.resolve(readable: readable, showsAttachments: isAdministrator)
        else { return Self.onlyID(of: identity) }
        do throws(AuthenticationFailure) {
            var view = AccountView(identity)
            if selection.needsRole { view.role = try await core.readRole(of: identity) }
            return view.json(selection)
        } catch { throw .authentication(error) }
    }
}
