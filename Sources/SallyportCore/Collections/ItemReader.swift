/// Runs a query inside a transaction: rows of storage become items, with what stands on the other side of relations.
struct ItemReader {
    let reading: any ItemReading
    /// The session that asks: its own row is the `current` one.
    let session: Session.ID?

    /// How many keys one statement names.
    private static let chunk = 500
    /// How many items an answer may hold, those in items counted each time: relations that go to and fro multiply.
    private static let maximumItems = 200_000

    func items(_ query: ItemQuery) throws -> [Item] {
        try rows(query, parts: nil).map(\.item)
    }

    private struct Row {
        /// In which part the row is.
        var part: ItemValue
        var key: ItemValue
        var item: Item
        /// How many items it holds, with itself.
        var weight: Int
    }

    /// A member's value, and how many items it holds.
    private typealias Weighed = (value: ItemValue, weight: Int)

    private func rows(_ query: ItemQuery, parts: (field: Field, keys: [ItemValue])?) throws -> [Row] {
        // What members need of the row, then its part, then its key.
        var columns = query.selection.map { selected -> Operand in
            switch selected.shape {
            case .value(let operand), .one(let operand, _): operand
            case .many: Operand(query.collection.key)
            }
        }
        if let parts { columns.append(Operand(parts.field)) }
        columns.append(Operand(query.collection.key))
        let found = try reading.rows(
            RowQuery(
                collection: query.collection, columns: columns, filter: query.filter, order: query.order,
                limit: query.limit, offset: query.offset, parts: parts))
        let members = try query.selection.indices.map { index in
            try values(query.selection[index].shape, found.map { $0[index] }, of: query.collection)
        }
        var total = 0
        return try found.indices.map { row in
            let weight = members.reduce(1) { $0 + $1[row].weight }
            total += weight
            guard total <= Self.maximumItems else {
                throw ItemFailure.invalidQuery("The answer would hold more than \(Self.maximumItems) items")
            }
            let values = found[row]
            let item = Item(
                query.selection.indices.map { index in
                    Item.Member(
                        name: query.selection[index].name,
                        value: shown(members[index][row].value, query.collection, query.selection[index].name))
                })
            return Row(
                part: parts == nil ? .null : values[values.count - 2], key: values[values.count - 1], item: item,
                weight: weight)
        }
    }

    /// Which session is the caller's, storage cannot know.
    private func shown(_ value: ItemValue, _ collection: ItemCollection, _ name: String) -> ItemValue {
        guard collection == .sessions, name == "current" else { return value }
        return .flag(value.text != nil && value.text == session?.rawValue)
    }

    /// The members of one column, for all rows at once: one statement a relation, not one a row.
    private func values(
        _ shape: ItemQuery.Shape, _ column: [ItemValue], of collection: ItemCollection
    ) throws -> [Weighed] {
        switch shape {
        case .value(let operand):
            // It is a secret even to this room: only whether it is there was asked.
            guard operand.field.isConcealed, operand.function == nil else { return column.map { ($0, 0) } }
            return column.map { ($0 == .null ? .null : .concealed, 0) }
        case .one(_, let query):
            let others = try related(query, by: query.collection.key, having: nil, keys: column)
            let items = Dictionary(others.map { ($0.key.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
            return column.map { key in
                key.text.flatMap { items[$0] }.map { (.item($0.item), $0.weight) } ?? (.null, 0)
            }
        case .many(let operand, let query, let keysOnly):
            guard case .oneToMany(_, let by, let having) = operand.field.kind, let field = query.collection.field(by)
            else { return column.map { ($0, 0) } }
            let others = try related(query, by: field, having: having, keys: column)
            let groups = Dictionary(grouping: others) { $0.part.text ?? "" }
            let visible = try visibleKeys(operand, column, of: collection)
            return column.map { key in
                guard visible?.contains(key.text ?? "") ?? true else { return (.null, 0) }
                let others = groups[key.text ?? ""] ?? []
                let values = others.map { keysOnly ? $0.key : .item($0.item) }
                return (.list(values), keysOnly ? 0 : others.reduce(0) { $0 + $1.weight })
            }
        }
    }

    /// In which of the items the caller may see the relation; `nil`: in all.
    private func visibleKeys(
        _ operand: Operand, _ keys: [ItemValue], of collection: ItemCollection
    ) throws -> Set<String>? {
        guard operand.visibility != .everything else { return nil }
        let key = Operand(collection.key)
        let rows = try reading.rows(
            RowQuery(
                collection: collection, columns: [key], filter: operand.visibility && .compare(key, .oneOf(keys))))
        return Set(rows.compactMap { $0[0].text })
    }

    private func related(
        _ query: ItemQuery, by field: Field, having other: String?, keys: [ItemValue]
    ) throws -> [Row] {
        var query = query
        if let other = other.flatMap(query.collection.field) {
            query.filter = query.filter && .compare(Operand(other), .isNotNull)
        }
        var seen: Set<String> = []
        let keys = keys.filter { key in key.text.map { seen.insert($0).inserted } ?? false }
        var rows: [Row] = []
        for start in stride(from: 0, to: keys.count, by: Self.chunk) {
            let part = Array(keys[start..<min(start + Self.chunk, keys.count)])
            rows += try self.rows(query, parts: (field, part))
        }
        return rows
    }
}
