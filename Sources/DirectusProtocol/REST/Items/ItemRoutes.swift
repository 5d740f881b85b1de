import HTTPTypes
import Hummingbird
import SallyportCore

/// The endpoints of a collection, alike for all of them (Directus spec sections 2.1, 2.7 and 5.8).
struct ItemRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader
    let collection: ItemCollection
    /// The first part of the path.
    let path: String
    /// Whether items can be made and changed here.
    var isWritable = true

    func add<Context: DirectusContext>(to router: Router<Context>) {
        let deletes = isWritable || collection == .sessions
        router.route(
            RouterPath(path),
            [.get: list, .search: search]
                .merging(isWritable ? [.post: create, .patch: updateMany] : [:]) { $1 }
                .merging(deletes ? [.delete: deleteMany] : [:]) { $1 })
        router.route(
            RouterPath(path + "/:id"),
            [.get: readOne]
                .merging(isWritable ? [.patch: updateOne] : [:]) { $1 }
                .merging(deletes ? [.delete: deleteOne] : [:]) { $1 })
    }

    // MARK: Read

    @Sendable
    private func list(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        try await answer(try request.itemRequest(), clients.caller(of: request, context))
    }

    /// `SEARCH` with `{"query": {…}}`: for queries that are too long for a URL.
    @Sendable
    private func search(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let caller = clients.caller(of: request, context)
        if let keys = body["keys"]?.array {
            return try await show(try parsed(keys), try ItemRequest(body["query"]?.object ?? [:]), caller, isOne: false)
        }
        return try await answer(try ItemRequest(body["query"]?.object ?? [:]), caller)
    }

    private func answer(_ query: ItemRequest, _ caller: Caller) async throws -> Response {
        do throws(ItemFailure) {
            let found = try await core.readItems(query, of: collection, for: caller)
            var body: JSON.Object = ["data": .array(found.items.map { JSON($0) })]
            if !query.counts.isEmpty {
                var counts = JSON.Object()
                for count in ItemRequest.Count.allCases {
                    if let number = found.counts[count] { counts.append(count.rawValue, .integer(number)) }
                }
                body.append("meta", .object(counts))
            }
            return Response(.object(body))
        } catch { throw DirectusError(error) }
    }

    @Sendable
    private func readOne(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        try await show([try key(context)], try request.itemRequest(), clients.caller(of: request, context), isOne: true)
    }

    private func show(
        _ keys: [ItemValue], _ query: ItemRequest, _ caller: Caller, isOne: Bool
    ) async throws -> Response {
        do throws(ItemFailure) {
            let items = try await core.readItems(keys, query, of: collection, for: caller).map { JSON($0) }
            return Response(["data": isOne ? items.first ?? .null : .array(items)])
        } catch { throw DirectusError(error) }
    }

    /// The items that were made or changed; 204 if the caller may not see them (spec section 2.1).
    private func showChanged(
        _ keys: [ItemValue], _ query: ItemRequest, _ caller: Caller, isOne: Bool
    ) async throws -> Response {
        do {
            return try await show(keys, query, caller, isOne: isOne)
        } catch let error as DirectusError where error.code == .forbidden {
            return .nothing()
        }
    }

    // MARK: Write

    @Sendable
    private func create(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let query = try request.itemRequest()
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let caller = clients.caller(of: request, context)
        let keys = try await translated { () async throws(ItemFailure) in
            try await core.writeItems.create(body.array ?? [body], in: collection, by: caller)
        }
        return try await showChanged(keys, query, caller, isOne: body.array == nil)
    }

    @Sendable
    private func updateOne(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let query = try request.itemRequest()
        let key = try key(context)
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let caller = clients.caller(of: request, context)
        let keys = try await translated { () async throws(ItemFailure) in
            try await core.writeItems.update(.keys([key], body), in: collection, by: caller)
        }
        return try await showChanged(keys, query, caller, isOne: true)
    }

    /// An array of items with their keys, `{keys, data}`, or `{query, data}`.
    @Sendable
    private func updateMany(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let query = try request.itemRequest()
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let caller = clients.caller(of: request, context)
        let change: WriteItems.Change
        if let bodies = body.array {
            change = .each(bodies)
        } else {
            guard let data = body["data"], data.object != nil else {
                throw DirectusError.invalidPayload("\"data\" is required")
            }
            if let keys = body["keys"]?.array {
                change = .keys(try parsed(keys), data)
            } else if let chosen = body["query"]?.object {
                change = .chosen(try ItemRequest(chosen), data)
            } else {
                throw DirectusError.invalidPayload("\"keys\" or \"query\" is required")
            }
        }
        let keys = try await translated { () async throws(ItemFailure) in
            try await core.writeItems.update(change, in: collection, by: caller)
        }
        return try await showChanged(keys, query, caller, isOne: false)
    }

    @Sendable
    private func deleteOne(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        try await delete([try key(context)], clients.caller(of: request, context))
    }

    /// An array of keys, `{keys}`, or `{query}`.
    @Sendable
    private func deleteMany(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let caller = clients.caller(of: request, context)
        if let keys = body.array ?? body["keys"]?.array { return try await delete(try parsed(keys), caller) }
        guard let chosen = body["query"]?.object else {
            throw DirectusError.invalidPayload("\"keys\" or \"query\" is required")
        }
        let query = try ItemRequest(chosen)
        let keys = try await translated { () async throws(ItemFailure) in
            try await core.readItems.keys(query, of: collection, for: caller)
        }
        return try await delete(keys, caller)
    }

    private func delete(_ keys: [ItemValue], _ caller: Caller) async throws -> Response {
        try await translated { () async throws(ItemFailure) in
            if collection == .sessions {
                try await core.endChosenSessions(keys, by: caller)
            } else {
                try await core.writeItems.delete(keys, from: collection, by: caller)
            }
        }
        return .nothing()
    }

    // MARK: Keys

    /// What cannot be a key is nobody's: 403, as for one that is not there (spec section 2.1).
    private func key(_ context: some DirectusContext) throws(DirectusError) -> ItemValue {
        guard let text = context.parameters.get("id"), let key = collection.keyValue(.string(text)) else {
            throw .forbidden()
        }
        return key
    }

    private func parsed(_ keys: [JSON]) throws(DirectusError) -> [ItemValue] {
        var result: [ItemValue] = []
        for json in keys {
            guard let key = collection.keyValue(json) else { throw .forbidden() }
            result.append(key)
        }
        return result
    }
}

/// Runs a flow of the core, and says in Directus' words why it was refused.
func translated<Value>(
    _ body: () async throws(ItemFailure) -> Value
) async throws(DirectusError) -> Value {
    do throws(ItemFailure) { return try await body() } catch { throw DirectusError(error) }
}

extension Request {
    /// The query of the URL.
    func itemRequest() throws(DirectusError) -> ItemRequest {
        guard let query = uri.query else { return ItemRequest() }
        return try ItemRequest(QueryParameters(query[...]).object())
    }
}

extension HTTPRequest.Method {
    /// Directus' `SEARCH`: a `GET` with a body.
    static let search = Self("SEARCH") ?? .get
}
