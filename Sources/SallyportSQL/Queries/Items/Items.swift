import SallyportCore

/// Rows of any collection: one statement a question, made of the question.
extension SQLTransaction {
    private func condition() throws -> ItemCondition {
        ItemCondition(dialect: Connection.dialect, now: try sql.now)
    }

    private func source(
        _ collection: ItemCollection, _ filter: Filter, _ condition: ItemCondition
    ) -> SQLStatement {
        let table = ItemTable(collection: collection)
        let root = ItemCondition.root
        return """
            FROM \(SQLStatement(ours: "\(table.name) AS \(root)"))
            WHERE \(condition(filter, collection, root)) AND \(table.isItem(root, at: condition.now))
            """
    }

    func rows(_ query: RowQuery) throws -> [[ItemValue]] {
        let condition = try condition()
        let root = ItemCondition.root
        let columns = query.columns.enumerated().map { index, operand -> SQLStatement in
            let name = SQLStatement(ours: " AS c\(index)")
            return "\(condition.operand(operand, query.collection, root))\(name)"
        }.joined(", ")
        let order = condition.order(query.order, query.collection, root)
        var source = source(query.collection, query.filter, condition)
        let statement: SQLStatement
        if let (field, keys) = query.parts {
            if keys.isEmpty { return [] }
            let column = SQLStatement(ours: ItemTable(collection: query.collection).expression(field, root))
            let list = keys.map { "\(SQLValue($0, as: field.kind))" as SQLStatement }.joined(", ")
            source += " AND \(column) IN (\(list))"
            let names = SQLStatement(ours: query.columns.indices.map { "c\($0)" }.joined(separator: ", "))
            let first = Int64(clamping: query.offset)
            let last = query.limit.map { limit -> Int64 in
                let (sum, overflow) = query.offset.addingReportingOverflow(limit)
                return overflow ? .max : Int64(sum)
            }
            let end: SQLStatement = last.map { " AND place <= \($0)" } ?? ""
            statement = """
                SELECT \(names) FROM (
                    SELECT \(columns), ROW_NUMBER() OVER (PARTITION BY \(column) ORDER BY \(order)) AS place \(source)
                ) AS numbered WHERE place > \(first)\(end) ORDER BY place
                """
        } else {
            statement = "SELECT \(columns) \(source) ORDER BY \(order) \(window(query.limit, query.offset))"
        }
        return try all(statement) { row in
            try query.columns.map { try ItemValue(try row.value(), as: $0) }
        }
    }

    func count(_ collection: ItemCollection, _ filter: Filter) throws -> Int64 {
        let condition = try condition()
        return try first("SELECT COUNT(*) \(source(collection, filter, condition))") { try $0.integer() } ?? 0
    }

    func aggregate(_ query: AggregateQuery) throws -> [[ItemValue]] {
        let condition = try condition()
        let groups = query.groups.map { condition.operand($0, query.collection, ItemCondition.root) }
        let functions = query.functions.map { value($0, query.collection, condition) }
        var statement: SQLStatement =
            "SELECT \((groups + functions).joined(", ")) \(source(query.collection, query.filter, condition))"
        if !groups.isEmpty {
            // By position: a value that is bound again would be another one to PostgreSQL.
            let positions = groups.indices.map { String($0 + 1) }
            statement += SQLStatement(ours: " GROUP BY " + positions.joined(separator: ", "))
            let order =
                query.order.map { "\($0.position + 1)" + ($0.isDescending ? " DESC NULLS LAST" : " ASC NULLS FIRST") }
                + positions.map { "\($0) ASC NULLS FIRST" }
            statement += SQLStatement(ours: " ORDER BY " + order.joined(separator: ", "))
            statement += " \(window(query.limit, query.offset))"
        }
        return try all(statement) { row in
            var values = try query.groups.map { try ItemValue(try row.value(), as: $0) }
            for aggregate in query.functions {
                switch aggregate.function {
                case .min, .max:
                    guard let operand = aggregate.operand else { continue }
                    values.append(try ItemValue(try row.value(), as: operand))
                // Numbers as text, as the original's database has them (Directus spec section 5.9).
                default: values.append(try row.optionalText().map(ItemValue.text) ?? .null)
                }
            }
            return values
        }
    }

    private func value(
        _ aggregate: Aggregate, _ collection: ItemCollection, _ condition: ItemCondition
    ) -> SQLStatement {
        guard let operand = aggregate.operand else { return "CAST(COUNT(*) AS TEXT)" }
        let value = condition.operand(operand, collection, ItemCondition.root)
        return switch aggregate.function {
        case .count, .countAll: "CAST(COUNT(\(value)) AS TEXT)"
        case .countDistinct: "CAST(COUNT(DISTINCT \(value)) AS TEXT)"
        case .sum: "CAST(SUM(\(value)) AS TEXT)"
        case .sumDistinct: "CAST(SUM(DISTINCT \(value)) AS TEXT)"
        case .avg: "CAST(AVG(\(value)) AS TEXT)"
        case .avgDistinct: "CAST(AVG(DISTINCT \(value)) AS TEXT)"
        case .min: "MIN(\(value))"
        case .max: "MAX(\(value))"
        }
    }

    /// SQLite knows no offset without a limit.
    private func window(_ limit: Int?, _ offset: Int) -> SQLStatement {
        if limit == nil, offset == 0 { return "" }
        return "LIMIT \(Int64(clamping: limit ?? .max)) OFFSET \(Int64(clamping: offset))"
    }

    // MARK: Changes

    func insert(_ values: [(field: Field, value: ItemValue)], into collection: ItemCollection) throws -> ItemValue {
        let table = ItemTable(collection: collection)
        let all = values + collection.defaults.filter { given in !values.contains { $0.field == given.field } }
        let columns = SQLStatement(ours: all.map { table.column($0.field) }.joined(separator: ", "))
        let list = all.map { "\(SQLValue($0.value, as: $0.field.kind))" as SQLStatement }.joined(", ")
        let statement: SQLStatement =
            "INSERT INTO \(SQLStatement(ours: table.name)) (\(columns)) VALUES (\(list)) RETURNING id"
        let key = try translated(collection) { try first(statement) { try $0.value() } }
        guard let key else { throw StorageError("an inserted row has no key") }
        return try ItemValue(key, as: Operand(collection.key))
    }

    func update(
        _ key: ItemValue, of collection: ItemCollection, _ values: [(field: Field, value: ItemValue)]
    ) throws {
        let table = ItemTable(collection: collection)
        let changes = values.map { field, value -> SQLStatement in
            "\(SQLStatement(ours: table.column(field))) = \(SQLValue(value, as: field.kind))"
        }.joined(", ")
        _ = try translated(collection) {
            try sql.execute(
                """
                UPDATE \(SQLStatement(ours: table.name)) SET \(changes)
                WHERE id = \(SQLValue(key, as: collection.key.kind))
                """)
        }
    }

    func delete(_ key: ItemValue, from collection: ItemCollection) throws {
        let table = SQLStatement(ours: ItemTable(collection: collection).name)
        try sql.execute("DELETE FROM \(table) WHERE id = \(SQLValue(key, as: collection.key.kind))")
    }

    private func translated<Value>(_ collection: ItemCollection, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch is SQLConstraintViolation {
            throw ItemFailure.taken(field: collection.key.name, collection: collection.rawValue, value: "")
        }
    }
}

extension ItemCollection {
    /// What stands where nothing is given (Directus spec sections 10.3 and 10.4).
    fileprivate var defaults: [(field: Field, value: ItemValue)] {
        let values: [(String, ItemValue)] =
            switch self {
            case .roles: [("icon", .text("supervised_user_circle"))]
            case .policies:
                [
                    ("icon", .text("badge")), ("enforce_tfa", .flag(false)), ("admin_access", .flag(false)),
                    ("app_access", .flag(false)),
                ]
            default: []
            }
        return values.compactMap { name, value in field(name).map { ($0, value) } }
    }
}

extension ItemValue {
    /// What a column of that kind has, as a value.
    init(_ value: SQLValue, as operand: Operand) throws {
        switch (value, operand.kind) {
        case (.null, _): self = .null
        case (.integer(let number), .flag): self = .flag(number != 0)
        case (.integer(let number), .moment): self = .moment(Timestamp(milliseconds: number))
        case (.integer(let number), _): self = .integer(number)
        case (.text(let text), .json) where !operand.field.isConcealed:
            self = .json(try JSON(parsing: text.utf8))
        case (.text(let text), .list): self = .list(text.commaSeparated.map(ItemValue.text))
        case (.text(let text), _): self = .text(text)
        case (.blob, _): throw StorageError("a column of a collection holds bytes")
        }
    }
}

extension String {
    fileprivate var commaSeparated: [String] {
        split(separator: ",").map { part in String(part.drop { $0 == " " }) }
    }
}
