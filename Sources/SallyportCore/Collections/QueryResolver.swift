/// Turns what a client asks into what storage is asked: names become fields, and what the caller may see is worked in.
struct QueryResolver: Sendable {
    let parser: FilterParser
    let access: @Sendable (ItemCollection) -> CollectionAccess

    init(_ permissions: Permissions) {
        let access: @Sendable (ItemCollection) -> CollectionAccess = { permissions.access(.read, to: $0) }
        self.access = access
        parser = FilterParser(variables: permissions.variables, access: access)
    }

    /// How many relations a query may follow one after the other: Directus' `MAX_RELATIONAL_DEPTH`.
    private static let maximumDepth = 10
    /// How many relations a query may follow in all: each is a question to storage, and `*.*.*.*` asks many.
    private static let maximumRelations = 100

    /// - Throws: ``ItemFailure``, forbidden before invalid.
    func query(_ request: ItemRequest, of collection: ItemCollection) throws(ItemFailure) -> ItemQuery {
        let granted = access(collection)
        guard granted.isGranted else { throw .forbiddenCollection(collection.rawValue, path: "root") }
        let fields = request.fields.isEmpty ? ["*"] : request.fields
        var query = ItemQuery(collection: collection, filter: granted.rows)
        var relations = Self.maximumRelations
        query.selection = try selection(
            fields, of: collection, deep: request.deep, path: "root", depth: 1, &relations)
        query.filter = granted.rows && (try parser.parse(request.filter, of: collection))
        if let search = request.search { query.filter = query.filter && self.search(search, collection) }
        query.order = try order(request.sort, of: collection, path: "root")
        (query.limit, query.offset) = try Self.window(request.limit, request.offset, request.page)
        return query
    }

    /// What `search` means: the text somewhere in a text, whatever its case, or a key or number that it is (Directus spec
    /// section 2.1: masked fields are skipped).
    func search(_ text: String, _ collection: ItemCollection) -> Filter {
        guard !text.isEmpty else { return .everything }
        // Nothing that is stored holds one.
        guard !text.utf8.contains(0) else { return .nothing }
        let granted = access(collection)
        let match = Comparison.TextMatch(place: .anywhere, ignoresCase: true)
        var filters: [Filter] = []
        for field in collection.fields where field.isSearchable && granted.covers(field) {
            let operand = Operand(field, visibility: granted.visibility(of: field))
            switch field.kind {
            case .identifier: filters.append(.compare(operand, .equal(.text(text.lowercased()))))
            default: filters.append(.compare(operand, .text(match, text)))
            }
        }
        return .any(filters)
    }

    // MARK: Selection

    private func selection(
        _ names: [String], of collection: ItemCollection, deep: JSON.Object, path: String, depth: Int,
        _ relations: inout Int
    ) throws(ItemFailure) -> [ItemQuery.Selected] {
        guard depth <= Self.maximumDepth + 1 else {
            throw .invalidQuery("Fields nest deeper than \(Self.maximumDepth) relations")
        }
        let granted = access(collection)
        // In the order in which they are first named; what is asked below a relation is asked of the other side.
        var order: [String] = []
        var nested: [String: [String]] = [:]
        func show(_ name: String, _ rest: String?) {
            if nested[name] == nil {
                order.append(name)
                nested[name] = []
            }
            if let rest { nested[name]?.append(rest) }
        }
        for text in names {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let rest = parts.count > 1 ? parts[1] : nil
            if parts[0] == "*" {
                for field in collection.fields where granted.covers(field) && isReachable(field) {
                    show(field.name, field.related == nil ? nil : rest)
                }
            } else {
                show(parts[0], rest)
            }
        }
        var selection: [ItemQuery.Selected] = []
        for name in order {
            let operand = try parser.operand(name, of: collection, path: path)
            let shape = try shape(operand, nested[name] ?? [], deep: deep, path: path, depth: depth, &relations)
            selection.append(ItemQuery.Selected(name: operand.name, shape: shape))
        }
        return selection
    }

    /// Whether the other side may be seen at all, for a field that holds nothing itself.
    private func isReachable(_ field: Field) -> Bool {
        guard let related = field.related, !field.isStored else { return true }
        return access(related).isGranted
    }

    private func shape(
        _ operand: Operand, _ nested: [String], deep: JSON.Object, path: String, depth: Int, _ relations: inout Int
    ) throws(ItemFailure) -> ItemQuery.Shape {
        let isMany = operand.function == nil && !operand.field.isStored
        guard operand.function == nil, isMany || !nested.isEmpty else { return .value(operand) }
        let path = FilterParser.path(path, operand.field.name)
        guard let related = operand.field.related else {
            // A field of a field that is no relation.
            throw .forbiddenField(
                nested.first ?? "", collection: operand.field.name, path: path)
        }
        let granted = access(related)
        guard granted.isGranted else { throw .forbiddenCollection(related.rawValue, path: path) }
        relations -= 1
        guard relations >= 0 else {
            throw .invalidQuery("The query follows more than \(Self.maximumRelations) relations")
        }
        let options = deep[operand.field.name]?.object ?? [:]
        var query = ItemQuery(collection: related, filter: granted.rows)
        query.selection = try selection(
            nested.isEmpty ? [related.key.name] : nested, of: related, deep: options, path: path, depth: depth + 1,
            &relations)
        guard isMany else { return .one(operand, query) }
        try apply(options, to: &query, path: path)
        return .many(operand, query, keysOnly: nested.isEmpty)
    }

    /// What `deep` says of one relation: `_filter`, `_search`, `_sort`, `_limit`, `_offset`, `_page`.
    private func apply(_ options: JSON.Object, to query: inout ItemQuery, path: String) throws(ItemFailure) {
        query.limit = ItemRequest.defaultLimit
        var limit: Int?
        var offset: Int?
        var page: Int?
        for member in options.members where member.name.hasPrefix("_") {
            switch member.name {
            case "_filter":
                query.filter = query.filter && (try parser.parse(member.value, of: query.collection, path: path))
            case "_search": query.filter = query.filter && search(member.value.string ?? "", query.collection)
            case "_sort":
                let names = member.value.array?.compactMap(\.string) ?? member.value.string.map { $0.commaSeparated }
                query.order = try order(names ?? [], of: query.collection, path: path)
            case "_limit": limit = try Self.number(member)
            case "_offset": offset = try Self.number(member)
            case "_page": page = try Self.number(member)
            default: break
            }
        }
        (query.limit, query.offset) = try Self.window(limit, offset, page)
    }

    private static func number(_ member: JSON.Object.Member) throws(ItemFailure) -> Int {
        guard let number = member.value.int ?? member.value.string.flatMap({ Int64($0) }) else {
            throw .invalidQuery("\"\(member.name)\" must be a number")
        }
        return Int(number)
    }

    /// The limit and the offset that a query's `limit`, `offset` and `page` amount to.
    static func window(_ limit: Int?, _ offset: Int?, _ page: Int?) throws(ItemFailure) -> (limit: Int?, offset: Int) {
        let limit = limit ?? ItemRequest.defaultLimit
        guard limit >= -1 else { throw .invalidQuery("\"limit\" must be greater than or equal to -1") }
        if let page {
            guard page >= 1 else { throw .invalidQuery("\"page\" must be greater than or equal to 1") }
            let (start, overflow) = (page - 1).multipliedReportingOverflow(by: max(limit, 0))
            return (limit == -1 ? nil : limit, overflow ? .max : start)
        }
        let offset = offset ?? 0
        guard offset >= 0 else { throw .invalidQuery("\"offset\" must be greater than or equal to 0") }
        return (limit == -1 ? nil : limit, offset)
    }

    // MARK: Order

    private func order(
        _ names: [String], of collection: ItemCollection, path: String
    ) throws(ItemFailure) -> [ItemOrder] {
        var result: [ItemOrder] = []
        for name in names where !name.isEmpty {
            let isDescending = name.hasPrefix("-")
            var rest = Substring(isDescending || name.hasPrefix("+") ? String(name.dropFirst()) : name)
            var (collection, path) = (collection, path)
            var way: [ItemOrder.Step] = []
            while !rest.hasSuffix(")"), let dot = rest.firstIndex(of: ".") {
                let relation = try parser.operand(String(rest[..<dot]), of: collection, path: path)
                guard let related = relation.field.related, relation.field.isStored,
                    way.count < Self.maximumDepth
                else { throw .invalidQuery("\"\(name)\" cannot be sorted by") }
                path = FilterParser.path(path, relation.field.name)
                let granted = access(related)
                guard granted.isGranted else { throw .forbiddenCollection(related.rawValue, path: path) }
                way.append(ItemOrder.Step(relation: relation, collection: related, filter: granted.rows))
                collection = related
                rest = rest[rest.index(after: dot)...]
            }
            let operand = try parser.operand(String(rest), of: collection, path: path)
            // Whoever could sort by a secret could find it by halving (CVE-2025-64748 and its like).
            guard !operand.field.isConcealed else {
                throw .invalidQuery("Field with \"conceal\" special does not allow sorting")
            }
            guard operand.function != nil || operand.field.isStored, !operand.field.isComputed else {
                throw .invalidQuery("\"\(name)\" cannot be sorted by")
            }
            // What was sorted by once decides nothing the second time.
            if result.contains(where: { $0.way == way && $0.operand == operand }) { continue }
            result.append(ItemOrder(way: way, operand: operand, isDescending: isDescending))
        }
        return result
    }

    // MARK: Aggregates

    /// An aggregate and the names of what comes out, in the order of its values.
    struct ResolvedAggregate: Sendable {
        var query: AggregateQuery
        /// `count` or `count.id`: with a dot, the value stands in an object of the function's.
        var names: [(function: String?, field: String)]

        /// What was asked for already is not computed once more.
        fileprivate mutating func append(_ aggregate: Aggregate, named name: (function: String?, field: String)) {
            if names.dropFirst(query.groups.count).contains(where: { $0 == name }) { return }
            query.functions.append(aggregate)
            names.append(name)
        }
    }

    func aggregate(_ request: ItemRequest, of collection: ItemCollection) throws(ItemFailure) -> ResolvedAggregate {
        let plain = try query(request.withoutShape, of: collection)
        var result = ResolvedAggregate(
            query: AggregateQuery(collection: collection, filter: plain.filter, groups: [], functions: []), names: [])
        for name in request.groups {
            let operand = try parser.operand(name, of: collection, path: "root")
            guard !operand.field.isConcealed else {
                throw .invalidQuery("Field with \"conceal\" special does not allow grouping")
            }
            guard operand.function != nil || operand.field.isStored, operand.kind != .json, !operand.field.isComputed
            else {
                throw .invalidQuery("\"\(name)\" cannot be grouped by")
            }
            if result.query.groups.contains(operand) { continue }
            result.query.groups.append(operand)
            result.names.append((nil, operand.name))
        }
        for (name, fields) in request.aggregate {
            guard let function = Aggregate.Function(rawValue: name) else {
                throw .invalidQuery("There is no aggregate function \"\(name)\"")
            }
            for field in fields {
                try append(function, of: field, collection, to: &result)
            }
        }
        guard !result.query.functions.isEmpty || !result.query.groups.isEmpty else {
            throw .invalidQuery("\"aggregate\" names no field")
        }
        result.query.order = try request.sort.map { name throws(ItemFailure) in
            let bare = name.hasPrefix("-") ? String(name.dropFirst()) : name
            guard let position = result.names.firstIndex(where: { $0.function == nil && $0.field == bare }) else {
                throw .invalidQuery("\"\(bare)\" is no group that could be sorted by")
            }
            return (position, name.hasPrefix("-"))
        }
        (result.query.limit, result.query.offset) = (plain.limit, plain.offset)
        return result
    }

    private func append(
        _ function: Aggregate.Function, of name: String, _ collection: ItemCollection,
        to result: inout ResolvedAggregate
    ) throws(ItemFailure) {
        if name == "*" || function == .countAll {
            guard function == .count || function == .countAll else {
                throw .invalidQuery("\"\(function.rawValue)\" needs a field")
            }
            result.append(Aggregate(function: .count, operand: nil), named: (nil, function.rawValue))
            return
        }
        let operand = try parser.operand(name, of: collection, path: "root")
        // The least and the greatest of one group are the value itself (CVE-2026-35442).
        if operand.field.isConcealed, function != .count {
            throw .invalidQuery(
                "Field with \"conceal\" special does not allow the \"\(function.rawValue)\" aggregate function")
        }
        guard operand.field.isStored || operand.function != nil, !operand.field.isComputed else {
            throw .invalidQuery("\"\(function.rawValue)\" is no function of the field \"\(name)\"")
        }
        switch (function, operand.kind) {
        case (.count, _), (.countDistinct, .integer), (.countDistinct, .text), (.countDistinct, .moment),
            (.countDistinct, .identifier), (.countDistinct, .manyToOne), (.countDistinct, .flag), (_, .integer):
            break
        case (.min, .moment), (.max, .moment), (.min, .text), (.max, .text): break
        default: throw .invalidQuery("\"\(function.rawValue)\" is no function of the field \"\(name)\"")
        }
        result.append(Aggregate(function: function, operand: operand), named: (function.rawValue, operand.name))
    }
}

extension ItemRequest {
    /// Which items, without what is shown of them and in which order.
    fileprivate var withoutShape: Self {
        var request = self
        request.fields = [ItemCollection.users.key.name]
        request.sort = []
        return request
    }
}

extension String {
    var commaSeparated: [String] {
        split(separator: ",").map { part in
            String(part.drop { $0 == " " })
        }
    }
}
