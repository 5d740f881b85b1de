import HTTPTypes
import Hummingbird
import SallyportCore

/// What a caller may do: `/roles/me`, `/policies/me/globals`, `/permissions/me` (Directus spec section 2.7).
struct RightsRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "roles/me", get: { request, context in try await roles(request, clients.caller(of: request, context)) })
        router.route("policies/me/globals", get: { _, context in globals(context.identity) })
        router.route(
            "permissions/me", get: { request, context in try await permissions(clients.caller(of: request, context)) })
        router.route(
            "permissions/me/:collection",
            get: { request, context in try await item(nil, clients.caller(of: request, context), context) })
        router.route(
            "permissions/me/:collection/:id",
            get: { request, context in
                try await item(context.parameters.get("id"), clients.caller(of: request, context), context)
            })
    }

    /// The roles of the caller's chain, his own first; whoever may not see roles sees their keys (recording `roles/me`).
    private func roles(_ request: Request, _ caller: Caller) async throws -> Response {
        guard let identity = caller.identity else { throw DirectusError.forbidden() }
        let query = try request.itemRequest()
        let keys = try await translated { () async throws(ItemFailure) in
            try await core.describeRights.roles(of: identity)
        }
        do throws(ItemFailure) {
            let items = try await core.readItems(keys, query, of: .roles, for: caller)
            return Response(["data": .array(items.map { JSON($0) })])
        } catch {
            let refusal = DirectusError(error)
            guard refusal.code == .forbidden else { throw refusal }
            return Response(["data": .array(keys.map { ["id": JSON($0)] })])
        }
    }

    private func globals(_ identity: Identity?) -> Response {
        guard let rights = identity?.rights else { return Response(["data": ["app_access": false]]) }
        return Response([
            "data": [
                "app_access": .bool(rights.hasAppAccess), "admin_access": .bool(rights.isAdministrator),
                "enforce_tfa": .bool(rights.enforcesSecondFactor),
            ]
        ])
    }

    private func permissions(_ caller: Caller) async throws -> Response {
        let collections = try await translated { () async throws(ItemFailure) in
            try await core.describeRights.collections(for: caller)
        }
        var data = JSON.Object()
        for (name, actions) in collections {
            var object = JSON.Object()
            for action in Permission.Action.allCases {
                if let described = actions[action] { object.append(action.rawValue, Self.json(described)) }
            }
            data.append(name, .object(object))
        }
        return Response(["data": .object(data)])
    }

    private func item(_ id: String?, _ caller: Caller, _ context: some DirectusContext) async throws -> Response {
        guard let name = context.parameters.get("collection"), let collection = ItemCollection(rawValue: name) else {
            throw DirectusError.forbidden()
        }
        let text = id ?? (collection == .settings ? "1" : nil)
        guard let key = text.flatMap({ collection.keyValue(.string($0)) }) else { throw DirectusError.forbidden() }
        let actions = try await translated { () async throws(ItemFailure) in
            try await core.describeRights.item(key, of: collection, for: caller)
        }
        var data = JSON.Object()
        for action in [Permission.Action.update, .delete, .share] {
            guard let described = actions[action] else { continue }
            var object: JSON.Object = ["access": .bool(described.extent != .none)]
            if action == .update, described.extent != .none {
                object.append("fields", .array(described.fields.map(JSON.string)))
                object.append("presets", described.presets)
            }
            data.append(action.rawValue, .object(object))
        }
        return Response(["data": .object(data)])
    }

    private static func json(_ action: DescribeRights.Action) -> JSON {
        guard action.extent != .none else { return ["access": "none"] }
        return [
            "access": .string(action.extent.rawValue), "fields": .array(action.fields.map(JSON.string)),
            "presets": action.presets,
        ]
    }
}
