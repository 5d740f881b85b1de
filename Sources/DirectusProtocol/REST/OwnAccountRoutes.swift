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
                return try await show(identity, request, context)
            },
            patch: { request, context in
                guard let identity = context.identity else { throw DirectusError.invalidCredentials }
                let body = try await request.jsonBody(upTo: options.maximumPayload)
                try await change(body, of: identity, request, context)
                return try await view(identity, request, context)
            })
        router.route(
            "users/me/track/page",
            patch: { request, context in
                guard let identity = context.identity else { throw DirectusError.invalidCredentials }
                let body = try await request.jsonBody(upTo: options.maximumPayload)
                guard let page = body["last_page"], page.isTruthy else {
                    throw DirectusError.invalidPayload("\"last_page\" key is required")
                }
                try await translated { () async throws(ItemFailure) in
                    try await core.trackPage(page, of: identity)
                }
                return .nothing()
            })
    }

    private func caller(_ identity: Identity, _ request: Request, _ context: some DirectusContext) -> Caller {
        Caller(identity, client: clients.client(of: request, context))
    }

    private func show(
        _ identity: Identity, _ request: Request, _ context: some DirectusContext
    ) async throws -> Response {
        guard request.uri.query == nil, let remembered = identity.remembered,
            let readable = identity.rights.readableOwnFields, !readable.isEmpty
        else { return try await view(identity, request, context) }
        // Most clients ask for everything, and again and again.
        let bytes = remembered { JSON.object(["data": AccountView(identity).json(readable)]).bytes }
        return Response(bytes: bytes, type: Response.jsonType, headers: .routed)
    }

    private func change(
        _ body: JSON, of identity: Identity, _ request: Request, _ context: some DirectusContext
    ) async throws(DirectusError) {
        let caller = caller(identity, request, context)
        _ = try await translated { () async throws(ItemFailure) in
            try await core.writeItems.update(.keys([Self.key(identity)], body), in: .users, by: caller)
        }
    }

    private static func key(_ identity: Identity) -> ItemValue {
        .text(identity.account.id.rawValue)
    }

    /// The account's fields as the query asks for them. One field that may not be read, or that there is not, and the
    /// answer is the id alone (recording `me/fields-unknown`).
    private func view(
        _ identity: Identity, _ request: Request, _ context: some DirectusContext
    ) async throws -> Response {
        let query = try request.itemRequest()
        do throws(ItemFailure) {
            let items = try await core.readItems(
                [Self.key(identity)], query, of: .users, for: caller(identity, request, context))
            return Response(["data": items.first.map { JSON($0) } ?? .null])
        } catch {
            let refusal = DirectusError(error)
            guard refusal.code == .forbidden else { throw refusal }
            return Response(["data": ["id": JSON(Self.key(identity))]])
        }
    }
}
