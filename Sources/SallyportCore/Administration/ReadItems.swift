/// Reads items of a collection, as far as the caller may see them.
public struct ReadItems: Sendable {
    let vault: any Vault

    /// What was found.
    public struct Answer: Sendable {
        /// The items, or the groups of an aggregate.
        public var items: [Item]
        /// What `meta` asked for.
        public var counts: [ItemRequest.Count: Int64] = [:]
    }

    /// The items that a request asks for.
    ///
    /// - Throws: ``ItemFailure``.
    public func callAsFunction(
        _ request: ItemRequest, of collection: ItemCollection, for caller: Caller
    ) async throws(ItemFailure) -> Answer {
        do {
            return try await vault.read { reading in
                let resolver = QueryResolver(try caller.permissions(reading))
                guard request.aggregate.isEmpty, request.groups.isEmpty else {
                    return Answer(items: try Self.aggregate(request, collection, resolver, reading))
                }
                let query = try resolver.query(request, of: collection)
                let items = try ItemReader(reading: reading, session: caller.identity?.session).items(query)
                var answer = Answer(items: items)
                if request.counts.contains(.filtered) {
                    answer.counts[.filtered] = try reading.count(collection, query.filter)
                }
                if request.counts.contains(.total) {
                    answer.counts[.total] = try reading.count(collection, resolver.access(collection).rows)
                }
                return answer
            }
        } catch { throw ItemFailure(error) }
    }

    /// The items with these keys, in the order of the keys.
    ///
    /// - Throws: ``ItemFailure/forbidden`` if one of them is not there or not to be seen (spec section 2.1: never 404).
    public func callAsFunction(
        _ keys: [ItemValue], _ request: ItemRequest, of collection: ItemCollection, for caller: Caller
    ) async throws(ItemFailure) -> [Item] {
        guard keys.count <= WriteItems.maximumBatch else {
            throw .invalidQuery("A request may name \(WriteItems.maximumBatch) items at most")
        }
        do {
            return try await vault.read { reading in
                var query = try QueryResolver(try caller.permissions(reading)).query(request, of: collection)
                // The key goes along, so that the order can be made.
                query.selection.append(
                    ItemQuery.Selected(name: "", shape: .value(Operand(collection.key))))
                query.filter = query.filter && .compare(Operand(collection.key), .oneOf(keys))
                (query.limit, query.offset) = (nil, 0)
                let reader = ItemReader(reading: reading, session: caller.identity?.session)
                let found = try reader.items(query).map { item in
                    (item.members.last?.value.text ?? "", Item(item.members.dropLast()))
                }
                let items = Dictionary(found, uniquingKeysWith: { first, _ in first })
                return try keys.map { key in
                    guard let item = key.text.flatMap({ items[$0] }) else { throw ItemFailure.forbidden }
                    return item
                }
            }
        } catch { throw ItemFailure(error) }
    }

    /// The keys of the items that a request's filter, search, order and limit choose.
    public func keys(_ request: ItemRequest, of collection: ItemCollection, for caller: Caller)
        async throws(ItemFailure)
        -> [ItemValue]
    {
        var request = request
        request.fields = [collection.key.name]
        return try await self(request, of: collection, for: caller).items.compactMap { $0.members.first?.value }
    }

    private static func aggregate(
        _ request: ItemRequest, _ collection: ItemCollection, _ resolver: QueryResolver, _ reading: any VaultReading
    ) throws -> [Item] {
        let resolved = try resolver.aggregate(request, of: collection)
        return try reading.aggregate(resolved.query).map { values in
            var item = Item()
            for (name, value) in zip(resolved.names, values) {
                guard let function = name.function else {
                    item.members.append(Item.Member(name: name.field, value: value))
                    continue
                }
                let member = Item.Member(name: name.field, value: value)
                // `{"count": {"id": 3, "role": 2}}`
                if let index = item.members.firstIndex(where: { $0.name == function }),
                    case .item(var inner) = item.members[index].value
                {
                    inner.members.append(member)
                    item.members[index].value = .item(inner)
                } else {
                    item.members.append(Item.Member(name: function, value: .item(Item([member]))))
                }
            }
            return item
        }
    }
}
