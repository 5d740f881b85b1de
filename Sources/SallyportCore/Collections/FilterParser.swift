/// Reads a filter as Directus writes it (Directus spec section 5.9).
struct FilterParser: Sendable {
    let variables: Variables
    /// What the caller may read, which holds for filters as for fields; `nil` for a permission's own filter.
    let access: (@Sendable (ItemCollection) -> CollectionAccess)?

    /// - Parameter path: where in the query this stands, for the error.
    /// - Throws: ``ItemFailure/invalidQuery(_:)``, ``ItemFailure/forbiddenField(_:collection:path:)`` and
    ///   ``ItemFailure/forbiddenCollection(_:path:)``.
    func parse(_ json: JSON, of collection: ItemCollection, path: String = "root") throws(ItemFailure) -> Filter {
        var budget = Self.budget
        return try filter(json, collection, path, &budget)
    }

    /// How many conditions and values a filter may have: each is work for the database, and an engine binds no more than
    /// some thousands.
    private static let budget = 2000

    /// How many relations a filter may follow: Directus' `MAX_RELATIONAL_DEPTH`.
    private static let maximumDepth = 10

    private func spend(_ count: Int, _ budget: inout Int) throws(ItemFailure) {
        budget -= count
        if budget < 0 { throw .invalidQuery("The filter has more than \(Self.budget) conditions and values") }
    }

    private func filter(
        _ json: JSON, _ collection: ItemCollection, _ path: String, _ budget: inout Int
    ) throws(ItemFailure) -> Filter {
        guard let object = json.object else {
            if json == .null { return .everything }
            throw .invalidQuery("A filter has to be an object")
        }
        var parts: [Filter] = []
        for member in object.members {
            try spend(1, &budget)
            switch member.name {
            case "_and", "_or":
                guard let elements = member.value.array else {
                    throw .invalidQuery("\"\(member.name)\" has to be an array of filters")
                }
                var filters: [Filter] = []
                for element in elements { filters.append(try filter(element, collection, path, &budget)) }
                parts.append(member.name == "_and" ? .all(filters) : .either(filters))
            default:
                parts.append(try condition(member.name, member.value, collection, path, &budget))
            }
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private func condition(
        _ name: String, _ value: JSON, _ collection: ItemCollection, _ path: String, _ budget: inout Int
    ) throws(ItemFailure) -> Filter {
        let operand = try self.operand(name, of: collection, path: path)
        guard !operand.field.isComputed else { throw .invalidQuery("\"\(name)\" cannot be filtered by") }
        guard let object = value.object else {
            // A value alone is meant to be equal.
            return .compare(operand, try comparison("_eq", value, operand, &budget))
        }
        var parts: [Filter] = []
        for member in object.members {
            try spend(1, &budget)
            guard operand.function == nil, let related = operand.field.related else {
                parts.append(.compare(operand, try comparison(member.name, member.value, operand, &budget)))
                continue
            }
            let isMany = !operand.field.isStored
            switch member.name {
            case "_some" where isMany, "_none" where isMany:
                let inner = try self.related(member.value, related, operand, path, &budget)
                parts.append(.related(operand.field, related, member.name == "_some" ? .some : .none, inner))
            case "_null" where isMany, "_nnull" where isMany:
                let isNull = (member.name == "_null") == (member.value != false)
                parts.append(.related(operand.field, related, isNull ? .none : .some, try rows(related, operand, path)))
            case _ where member.name.hasPrefix("_") && !isMany && !["_and", "_or"].contains(member.name):
                parts.append(.compare(operand, try comparison(member.name, member.value, operand, &budget)))
            default:
                let inner = try self.related(
                    .object([member.name: member.value]), related, operand, path, &budget)
                parts.append(.related(operand.field, related, .some, inner))
            }
        }
        let all: Filter = parts.count == 1 ? parts[0] : .all(parts)
        // What is not visible is null to the caller, and a relation that is null has nothing on its other side.
        guard operand.field.related != nil, operand.visibility != .everything else { return all }
        return operand.visibility && all
    }

    /// The filter of the other side, with what the caller may see there.
    private func related(
        _ json: JSON, _ collection: ItemCollection, _ operand: Operand, _ path: String, _ budget: inout Int
    ) throws(ItemFailure) -> Filter {
        let rows = try rows(collection, operand, path)
        let path = Self.path(path, operand.field.name)
        guard path.split(separator: ".").count <= Self.maximumDepth else {
            throw .invalidQuery("The filter follows more than \(Self.maximumDepth) relations")
        }
        return rows && (try filter(json, collection, path, &budget))
    }

    private func rows(_ collection: ItemCollection, _ operand: Operand, _ path: String) throws(ItemFailure) -> Filter {
        guard let access else { return .everything }
        let granted = access(collection)
        guard granted.isGranted else {
            throw .forbiddenCollection(collection.rawValue, path: Self.path(path, operand.field.name))
        }
        return granted.rows
    }

    /// `role` for what stands in `role` at the top, `role.parent` below it.
    static func path(_ path: String, _ name: String) -> String {
        path == "root" ? name : "\(path).\(name)"
    }

    // MARK: Operands

    /// A field by its name, or a function of one: `year(last_access)`.
    func operand(_ name: String, of collection: ItemCollection, path: String) throws(ItemFailure) -> Operand {
        var fieldName = name
        var function: Operand.Function?
        if name.hasSuffix(")"), let open = name.firstIndex(of: "(") {
            fieldName = String(name[name.index(after: open)...].dropLast())
            function = Operand.Function(rawValue: String(name[..<open]))
            if function == nil { throw .invalidQuery("There is no function \"\(name[..<open])\"") }
        }
        guard let field = collection.field(fieldName) else {
            throw .forbiddenField(fieldName, collection: collection.rawValue, path: path)
        }
        var operand = Operand(field, function: function)
        if let access {
            let granted = access(collection)
            guard granted.covers(field) else {
                throw .forbiddenField(fieldName, collection: collection.rawValue, path: path)
            }
            operand.visibility = granted.visibility(of: field)
        }
        switch (function, field.kind) {
        case (nil, _): break
        case (.count, .oneToMany(let related, _, _)): operand.counted = try rows(related, operand, path)
        case (let function?, .moment) where function != .count: break
        case (let function?, _):
            throw .invalidQuery("\"\(function.rawValue)\" is no function of the field \"\(field.name)\"")
        }
        return operand
    }

    // MARK: Comparisons

    private func comparison(
        _ name: String, _ json: JSON, _ operand: Operand, _ budget: inout Int
    ) throws(ItemFailure) -> Comparison {
        if let absence = Self.absence(name, json) { return absence }
        if operand.field.isConcealed {
            throw .invalidQuery(
                "Field with \"conceal\" special does not allow the \"\(name)\" filter operator")
        }
        switch name {
        case "_in", "_nin", "_between", "_nbetween":
            let values = try self.values(json, operand, name)
            try spend(values.count, &budget)
            switch name {
            case "_in": return .oneOf(values)
            case "_nin": return .noneOf(values)
            default:
                guard values.count == 2 else { throw .invalidQuery("\"\(name)\" needs two values") }
                return name == "_between" ? .between(values[0], values[1]) : .outside(values[0], values[1])
            }
        case "_eq", "_neq", "_lt", "_lte", "_gt", "_gte":
            let value = try self.value(json, operand, name)
            if case .list(let values) = value {
                switch name {
                case "_eq": return .oneOf(values)
                case "_neq": return .noneOf(values)
                default: throw .invalidQuery("\"\(name)\" needs one value")
                }
            }
            switch name {
            case "_eq": return value == .null ? .isNull : .equal(value)
            case "_neq": return value == .null ? .isNotNull : .unequal(value)
            case "_lt": return .less(value)
            case "_lte": return .lessOrEqual(value)
            case "_gt": return .greater(value)
            default: return .greaterOrEqual(value)
            }
        default:
            guard let match = Comparison.TextMatch(name) else {
                throw .invalidQuery("There is no filter operator \"\(name)\"")
            }
            switch operand.kind {
            case .text, .list: break
            default:
                throw .invalidQuery("\"\(name)\" looks into texts, and the field \"\(operand.field.name)\" is none")
            }
            guard let text = try self.value(json, operand, name).text else {
                throw .invalidQuery("\"\(name)\" needs a text")
            }
            return .text(match, text)
        }
    }

    private static func absence(_ name: String, _ json: JSON) -> Comparison? {
        // `_null: false` is `_nnull: true`.
        let isMeant = json != false && json != "false"
        switch name {
        case "_null": return isMeant ? .isNull : .isNotNull
        case "_nnull": return isMeant ? .isNotNull : .isNull
        case "_empty": return isMeant ? .isEmpty : .isNotEmpty
        case "_nempty": return isMeant ? .isNotEmpty : .isEmpty
        default: return nil
        }
    }

    /// An array, or a text with commas, as a query string has it.
    private func values(_ json: JSON, _ operand: Operand, _ name: String) throws(ItemFailure) -> [ItemValue] {
        let elements: [JSON]
        switch json {
        case .array(let array): elements = array
        case .string(let text):
            if case .list(let values)? = variables(text), operand.kind.suits(.list(values)) { return values }
            elements = text.split(separator: ",").map { .string(String($0)) }
        default: elements = [json]
        }
        var values: [ItemValue] = []
        for element in elements {
            // Null equals nothing, in a list as anywhere.
            switch try value(element, operand, name) {
            case .list(let several): values += several
            case let value: values.append(value)
            }
        }
        return values.filter { $0 != .null }
    }

    private func value(_ json: JSON, _ operand: Operand, _ name: String) throws(ItemFailure) -> ItemValue {
        if let text = json.string, let value = variables(text), operand.kind.suits(value) { return value }
        guard let value = operand.kind.value(of: json) else {
            throw .invalidQuery("The value of \"\(name)\" does not suit the field \"\(operand.field.name)\"")
        }
        return value
    }
}

extension Field.Kind {
    /// Whether what a variable stands for can be compared with such a field.
    fileprivate func suits(_ value: ItemValue) -> Bool {
        switch (self, value) {
        case (_, .null), (.moment, .moment), (.text, .moment): true
        case (.identifier, .text), (.text, .text), (.manyToOne, .text), (.list, .text): true
        case (.identifier, .list), (.text, .list), (.manyToOne, .list): true
        default: false
        }
    }

    /// A value to compare with; `nil` if it does not suit.
    func value(of json: JSON) -> ItemValue? {
        if json == .null { return .null }
        switch self {
        case .identifier, .text, .list, .manyToOne:
            switch json {
            case .string(let text): return text.utf8.contains(0) ? nil : .text(text)
            case .integer, .number: return .text(json.text)
            case .bool(let flag): return .text(flag ? "true" : "false")
            default: return nil
            }
        case .integer:
            return (json.int ?? json.string.flatMap { Int64($0) }).map(ItemValue.integer)
        case .flag:
            switch json {
            case true, 1, "true", "1": return .flag(true)
            case false, 0, "false", "0": return .flag(false)
            default: return nil
            }
        case .moment:
            return json.string.flatMap { Timestamp(text: $0) }.map(ItemValue.moment)
        case .json, .oneToMany: return nil
        }
    }
}

extension Comparison.TextMatch {
    /// The operators that look into a text: `_contains`, `_nistarts_with`, …
    fileprivate init?(_ name: String) {
        switch name {
        case "_contains": self.init(place: .anywhere)
        case "_ncontains": self.init(place: .anywhere, isNegated: true)
        case "_icontains": self.init(place: .anywhere, ignoresCase: true)
        case "_starts_with": self.init(place: .start)
        case "_nstarts_with": self.init(place: .start, isNegated: true)
        case "_istarts_with": self.init(place: .start, ignoresCase: true)
        case "_nistarts_with": self.init(place: .start, ignoresCase: true, isNegated: true)
        case "_ends_with": self.init(place: .end)
        case "_nends_with": self.init(place: .end, isNegated: true)
        case "_iends_with": self.init(place: .end, ignoresCase: true)
        case "_niends_with": self.init(place: .end, ignoresCase: true, isNegated: true)
        default: return nil
        }
    }
}
