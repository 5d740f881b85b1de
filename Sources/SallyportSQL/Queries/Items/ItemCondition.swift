import SallyportCore

/// Writes filters, operands and orders as SQL. Values are bound, and names are ours: nothing of a client's becomes text.
struct ItemCondition {
    let dialect: SQLDialect
    let now: Timestamp
    /// Tables that stand in each other get names of their own.
    private var depth = 0

    init(dialect: SQLDialect, now: Timestamp) {
        self.dialect = dialect
        self.now = now
    }

    /// Of the outermost table.
    static let root = "t0"

    private func inner() -> (condition: ItemCondition, alias: String) {
        var condition = self
        condition.depth += 1
        return (condition, "t\(condition.depth)")
    }

    // MARK: Filters

    func callAsFunction(_ filter: Filter, _ collection: ItemCollection, _ alias: String) -> SQLStatement {
        switch filter {
        case .all(let filters):
            if filters.isEmpty { return "1 = 1" }
            return combined(filters[...], collection, alias, " AND ")
        case .any(let filters):
            if filters.isEmpty { return "1 = 0" }
            return combined(filters[...], collection, alias, " OR ")
        case .compare(let operand, let comparison):
            return compare(self.operand(operand, collection, alias), operand.kind, comparison)
        case .related(let field, let related, let quantifier, let filter):
            let exists = self.exists(field, collection, alias, related, filter)
            return quantifier == .some ? exists : "NOT \(exists)"
        }
    }

    /// In halves: `a AND b AND c` nests as deep as it is long, and SQLite takes 1,000 levels. What nests comes first: behind
    /// an operator it would cost SQLite's parser, which has a stack of 100, two places more.
    private func combined(
        _ filters: ArraySlice<Filter>, _ collection: ItemCollection, _ alias: String, _ word: String
    ) -> SQLStatement {
        guard filters.count > 50 else {
            let parts = filters.filter(\.nests) + filters.filter { !$0.nests }
            return "(\(parts.map { self($0, collection, alias) }.joined(word)))"
        }
        let middle = filters.startIndex + filters.count / 2
        let halves = [filters[..<middle], filters[middle...]].map { combined($0, collection, alias, word) }
        return "(\(halves.joined(word)))"
    }

    private func exists(
        _ field: Field, _ collection: ItemCollection, _ alias: String, _ related: ItemCollection, _ filter: Filter
    ) -> SQLStatement {
        let (condition, other) = inner()
        let table = ItemTable(collection: related)
        let link: String
        var having: SQLStatement = "1 = 1"
        switch field.kind {
        case .oneToMany(_, let by, let other2):
            let reference = related.field(by).map(table.column) ?? "id"
            link = "\(other).\(reference) = \(alias).id"
            if let column = other2.flatMap(related.field).map(table.column) {
                having = SQLStatement(ours: "\(other).\(column) IS NOT NULL")
            }
        default:
            link = "\(other).id = \(ItemTable(collection: collection).expression(field, alias))"
        }
        return """
            EXISTS (SELECT 1 FROM \(SQLStatement(ours: "\(table.name) AS \(other)")) WHERE
            \(condition(filter, related, other)) AND \(SQLStatement(ours: link)) AND \(having)
            AND \(table.isItem(other, at: now)))
            """
    }

    // MARK: Operands

    /// What the caller sees of a field: null wherever he may not see it, in each part of a query alike.
    func operand(_ operand: Operand, _ collection: ItemCollection, _ alias: String) -> SQLStatement {
        let value = value(operand, collection, alias)
        guard operand.visibility != .everything else { return value }
        return "(CASE WHEN \(self(operand.visibility, collection, alias)) THEN \(value) END)"
    }

    private func value(_ operand: Operand, _ collection: ItemCollection, _ alias: String) -> SQLStatement {
        let table = ItemTable(collection: collection)
        switch operand.function {
        case nil: return SQLStatement(ours: table.expression(operand.field, alias))
        case .count:
            guard case .oneToMany(let related, let by, let having) = operand.field.kind else { return "0" }
            let (condition, other) = inner()
            let counted = ItemTable(collection: related)
            let reference = related.field(by).map(counted.column) ?? "id"
            let owner = having.flatMap(related.field).map { " AND \(other).\(counted.column($0)) IS NOT NULL" } ?? ""
            return """
                (SELECT COUNT(*) FROM \(SQLStatement(ours: "\(counted.name) AS \(other)"))
                WHERE \(SQLStatement(ours: "\(other).\(reference) = \(alias).id\(owner)"))
                AND \(counted.isItem(other, at: now)) AND \(condition(operand.counted, related, other)))
                """
        case let part?: return SQLStatement(ours: dialect.part(part, table.expression(operand.field, alias)))
        }
    }

    // MARK: Order

    /// The key by which rows are ordered; through relations, that of the one item on the other side.
    func order(_ order: ItemOrder, _ collection: ItemCollection, _ alias: String) -> SQLStatement {
        var order = order
        guard let step = order.way.first else { return operand(order.operand, collection, alias) }
        order.way.removeFirst()
        let (condition, other) = inner()
        let table = ItemTable(collection: step.collection)
        return """
            (SELECT \(condition.order(order, step.collection, other))
            FROM \(SQLStatement(ours: "\(table.name) AS \(other)"))
            WHERE \(SQLStatement(ours: "\(other).id")) = \(operand(step.relation, collection, alias))
            AND \(table.isItem(other, at: now)) AND \(condition(step.filter, step.collection, other)))
            """
    }

    /// Nulls first, or last where it descends, on every engine; the key decides at last.
    func order(_ orders: [ItemOrder], _ collection: ItemCollection, _ alias: String) -> SQLStatement {
        let terms = orders.map { item -> SQLStatement in
            let end = item.isDescending ? " DESC NULLS LAST" : " ASC NULLS FIRST"
            return "\(order(item, collection, alias))\(SQLStatement(ours: end))"
        }
        return (terms + [SQLStatement(ours: "\(alias).id")]).joined(", ")
    }

    // MARK: Comparisons

    private func compare(_ left: SQLStatement, _ kind: Field.Kind, _ comparison: Comparison) -> SQLStatement {
        func list(_ values: [ItemValue]) -> SQLStatement {
            values.map { "\(SQLValue($0, as: kind))" as SQLStatement }.joined(", ")
        }
        func value(_ value: ItemValue) -> SQLValue { SQLValue(value, as: kind) }
        switch comparison {
        case .isNull: return "\(left) IS NULL"
        case .isNotNull: return "\(left) IS NOT NULL"
        case .isEmpty: return kind.isText ? "(\(left) IS NULL OR \(left) = '')" : "\(left) IS NULL"
        case .isNotEmpty: return kind.isText ? "(\(left) IS NOT NULL AND \(left) <> '')" : "\(left) IS NOT NULL"
        // Null equals nothing.
        case .equal(let right): return "\(left) = \(value(right))"
        case .unequal(let right): return "\(left) <> \(value(right))"
        case .less(let right): return "\(left) < \(value(right))"
        case .lessOrEqual(let right): return "\(left) <= \(value(right))"
        case .greater(let right): return "\(left) > \(value(right))"
        case .greaterOrEqual(let right): return "\(left) >= \(value(right))"
        case .oneOf(let values): return values.isEmpty ? "1 = 0" : "\(left) IN (\(list(values)))"
        case .noneOf(let values): return values.isEmpty ? "1 = 1" : "\(left) NOT IN (\(list(values)))"
        case .between(let low, let high): return "\(left) BETWEEN \(value(low)) AND \(value(high))"
        case .outside(let low, let high): return "\(left) NOT BETWEEN \(value(low)) AND \(value(high))"
        case .text(let match, let text): return look(for: text, in: left, match)
        }
    }

    /// Without `LIKE`, whose manners differ between engines, and in which some characters mean something.
    private func look(for text: String, in left: SQLStatement, _ match: Comparison.TextMatch) -> SQLStatement {
        if text.isEmpty { return match.isNegated ? "1 = 0" : "\(left) IS NOT NULL" }
        let length = Int64(text.unicodeScalars.count)
        let column: SQLStatement = match.ignoresCase ? "LOWER(\(left))" : left
        let wanted: SQLStatement = match.ignoresCase ? "LOWER(\(text))" : "\(text)"
        let isThere: SQLStatement =
            switch match.place {
            case .anywhere: "REPLACE(\(column), \(wanted), '') <> \(column)"
            case .start: "SUBSTR(\(column), 1, \(length)) = \(wanted)"
            case .end: "SUBSTR(\(column), LENGTH(\(column)) - \(length) + 1) = \(wanted)"
            }
        return match.isNegated ? "NOT (\(isThere))" : "(\(isThere))"
    }
}

extension Filter {
    /// Whether more stands in it than one comparison.
    fileprivate var nests: Bool {
        switch self {
        case .all, .any, .related: true
        case .compare: false
        }
    }
}

extension Field.Kind {
    var isText: Bool {
        switch self {
        case .text, .list, .json: true
        default: false
        }
    }
}

extension SQLValue: SQLBindable {
    public var sqlValue: SQLValue { self }

    /// A value as a column of that kind has it.
    init(_ value: ItemValue, as kind: Field.Kind) {
        switch value {
        case .null, .concealed, .item: self = .null
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .flag(let flag): self = .integer(flag ? 1 : 0)
        case .moment(let moment):
            // A variable may stand where a text is compared.
            self = kind.isText ? .text(moment.text) : .integer(moment.milliseconds)
        case .json(let json): self = .text(json.text)
        case .list(let values): self = .text(values.compactMap(\.text).joined(separator: ","))
        }
    }
}
