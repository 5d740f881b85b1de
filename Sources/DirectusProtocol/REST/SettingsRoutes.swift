import HTTPTypes
import Hummingbird
import SallyportCore

/// `/settings`: one item, without a key in its path (Directus spec section 10.6).
struct SettingsRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "settings",
            get: { request, context in
                try await show(try request.itemRequest(), clients.caller(of: request, context))
            },
            patch: { request, context in
                let query = try request.itemRequest()
                let body = try await request.jsonBody(upTo: options.maximumPayload)
                let caller = clients.caller(of: request, context)
                try await translated { () async throws(ItemFailure) in
                    try await core.administerSettings.change(body, by: caller)
                }
                do { return try await show(query, caller) } catch let error as DirectusError
                    where error.code == .forbidden
                { return .nothing() }
            })
    }

    private func show(_ query: ItemRequest, _ caller: Caller) async throws -> Response {
        let item = try await translated { () async throws(ItemFailure) in
            try await core.administerSettings.read(query.fields, for: caller)
        }
        return Response(["data": JSON(item)])
    }
}
