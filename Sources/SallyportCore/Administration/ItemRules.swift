/// What must hold of items beyond their fields' kinds (Directus spec section 2.7).
extension ItemWriter {
    func check(_ key: ItemValue, _ values: [(field: Field, value: ItemValue)], of collection: ItemCollection) throws {
        for (field, value) in values {
            switch (collection, field.name) {
            case (.roles, "parent"): try checkParent(value, of: key)
            case (.policies, "ip_access"):
                guard value.texts.allSatisfy({ IPRange($0) != nil }) else {
                    throw ItemFailure.invalidPayload(
                        """
                        IP Access contains an incorrect value. Valid values are: IP addresses, IP ranges and CIDR blocks
                        """)
                }
            case (.permissions, "action"):
                guard let text = value.text, Permission.Action(rawValue: text) != nil else {
                    let known = Permission.Action.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ItemFailure.invalidPayload("\"action\" must be one of [\(known)]")
                }
            case (.permissions, "permissions"), (.permissions, "validation"):
                try checkRule(value, named: field.name, of: key)
            case (.permissions, "presets"):
                guard case .json(let json) = value, json.object == nil else { continue }
                throw ItemFailure.invalidPayload("\"presets\" must be an object")
            default: break
            }
        }
    }

    private func checkParent(_ parent: ItemValue, of role: ItemValue) throws {
        guard let parent = parent.text else { return }
        if parent == role.text { throw ItemFailure.invalidPayload("A role cannot be a parent of itself") }
        if try transaction.chain(of: Role.ID(rawValue: parent)).contains(where: { $0.rawValue == role.text }) {
            throw ItemFailure.invalidPayload(
                "A role cannot have a parent that is already a descendant of itself")
        }
    }

    /// A filter that is not understood grants nothing; better told now than wondered at later.
    private func checkRule(_ value: ItemValue, named name: String, of key: ItemValue) throws {
        guard case .json(let json) = value else { return }
        guard json.object != nil else { throw ItemFailure.invalidPayload("\"\(name)\" must be an object") }
        let row = try transaction.rows(
            RowQuery(
                collection: .permissions,
                columns: ItemCollection.permissions.fields.filter { $0.name == "collection" }.map { Operand($0) },
                filter: .compare(Operand(ItemCollection.permissions.key), .equal(key)))
        ).first
        // Other collections may be another server's.
        guard let collection = row?.first?.text.flatMap(ItemCollection.init(rawValue:)) else { return }
        let parser = FilterParser(variables: permissions.variables, access: nil)
        do throws(ItemFailure) {
            _ = try parser.parse(json, of: collection)
        } catch {
            switch error {
            case .invalidQuery(let reason): throw ItemFailure.invalidPayload("\"\(name)\": \(reason)")
            case .forbiddenField(let field, let collection, _):
                throw ItemFailure.invalidPayload("\"\(name)\": there is no field \"\(field)\" in \"\(collection)\"")
            default: throw error
            }
        }
    }
}

extension Permissions {
    /// Whether somebody may do this with these fields at all; in which items is asked later.
    ///
    /// - Throws: ``ItemFailure/forbiddenCollection(_:path:)``, ``ItemFailure/forbiddenField(_:collection:path:)``.
    func judge(_ draft: ItemDraft, _ action: Permission.Action, in parent: Field?) throws(ItemFailure) {
        let access = access(action, to: draft.collection)
        guard access.isGranted else { throw .forbiddenCollection(draft.collection.rawValue, path: "root") }
        for name in draft.fieldNames + (parent.map { [$0.name] } ?? []) {
            // The key of an item that is there is no change.
            if action == .update, name == draft.collection.key.name { continue }
            guard let field = draft.collection.field(name), access.covers(field) else {
                throw .forbiddenField(name, collection: draft.collection.rawValue, path: "root")
            }
        }
        // An administrator's unknown fields are ignored, as in the original.
        if !rights.isAdministrator, let unknown = draft.unknown.first {
            throw .forbiddenField(unknown, collection: draft.collection.rawValue, path: "root")
        }
        for (_, other) in draft.references where other.key == nil || !other.fieldNames.isEmpty {
            try judge(other, other.key == nil ? .create : .update, in: nil)
        }
        for (field, change) in draft.children {
            guard case .oneToMany(let collection, let by, _) = field.kind, let reference = collection.field(by) else {
                continue
            }
            for other in change.drafts { try judge(other, other.key == nil ? .create : .update, in: reference) }
        }
    }

    /// The rules that permissions have for what is given (`validation`): those of one of them must hold.
    func validate(_ draft: ItemDraft, _ access: CollectionAccess) throws(ItemFailure) {
        guard !access.grants.contains(where: { $0.validation == .everything }) else { return }
        for grant in access.grants where grant.validation.holds(for: draft) { return }
        let field = access.grants.first?.validation.firstField ?? draft.collection.key
        throw .invalid(field: field.name, rule: "validation", problem: "Value is not permitted.")
    }
}

extension Field {
    /// A value as storage has it.
    ///
    /// - Throws: ``ItemFailure``.
    func stored(_ json: JSON, in collection: ItemCollection) throws(ItemFailure) -> ItemValue {
        if json == .null { return .null }
        func refuse(_ reason: String) -> ItemFailure { .invalidPayload("\"\(name)\" \(reason)") }
        switch kind {
        case .text(let maximum):
            guard let text = kind.value(of: json)?.text else { throw refuse("must be a string") }
            if text.unicodeScalars.count > maximum { throw .tooLong(field: name, collection: collection.rawValue) }
            return .text(text)
        case .identifier:
            guard let text = json.string, !text.utf8.contains(0), text.unicodeScalars.count <= 255 else {
                throw refuse("must be a UUID")
            }
            return .text(text)
        case .integer:
            guard let number = json.int else { throw refuse("must be a whole number") }
            guard let narrow = Int32(exactly: number) else {
                throw .outOfRange(field: name, collection: collection.rawValue)
            }
            return .integer(Int64(narrow))
        case .flag:
            guard case .flag(let flag)? = kind.value(of: json) else { throw refuse("must be a boolean") }
            return .flag(flag)
        case .moment:
            guard case .moment(let moment)? = kind.value(of: json) else { throw refuse("must be a date") }
            return .moment(moment)
        case .json:
            // As a text it is JSON, too: some clients send it so.
            let value = json.string.flatMap { try? JSON(parsing: $0.utf8) } ?? json
            if value.text.utf8.count > ItemCollection.longestText {
                throw .tooLong(field: name, collection: collection.rawValue)
            }
            return .json(value)
        case .list:
            let texts = json.array?.map(\.string) ?? json.string.map { $0.commaSeparated.map(Optional.some) } ?? [nil]
            guard !texts.contains(nil),
                !texts.contains(where: { $0?.contains(",") == true || $0?.utf8.contains(0) == true })
            else { throw refuse("must be an array of strings") }
            return .list(texts.compactMap(\.self).map(ItemValue.text))
        case .manyToOne(let other):
            guard let key = other.keyValue(json) else {
                throw .noSuchReference(field: name, collection: collection.rawValue)
            }
            return key
        case .oneToMany: throw refuse("must be an array, or an object of arrays")
        }
    }
}

extension Filter {
    /// Whether what a draft gives satisfies the filter. Relations are not followed: such a rule holds for nothing.
    func holds(for draft: ItemDraft) -> Bool {
        switch self {
        case .all(let filters): filters.allSatisfy { $0.holds(for: draft) }
        case .any(let filters): filters.contains { $0.holds(for: draft) }
        case .related: false
        case .compare(let operand, let comparison):
            if let value = draft[operand.field.name] {
                operand.function == nil && comparison.holds(for: operand.kind.value(of: value) ?? .null)
            } else {
                operand.function == nil && comparison.holds(for: .null)
            }
        }
    }

    fileprivate var firstField: Field? {
        switch self {
        case .all(let filters), .any(let filters): filters.lazy.compactMap(\.firstField).first
        case .compare(let operand, _): operand.field
        case .related(let field, _, _, _): field
        }
    }
}

extension Comparison {
    /// Whether a value compares so; null equals nothing, as in storage.
    fileprivate func holds(for value: ItemValue) -> Bool {
        switch self {
        case .isNull: return value == .null
        case .isNotNull: return value != .null
        case .isEmpty: return value == .null || value == .text("")
        case .isNotEmpty: return value != .null && value != .text("")
        default: break
        }
        guard value != .null else { return false }
        switch self {
        case .equal(let other): return value == other
        case .unequal(let other): return value != other
        case .less(let other): return Self.precedes(value, other)
        case .lessOrEqual(let other): return value == other || Self.precedes(value, other)
        case .greater(let other): return Self.precedes(other, value)
        case .greaterOrEqual(let other): return value == other || Self.precedes(other, value)
        case .oneOf(let others): return others.contains(value)
        case .noneOf(let others): return !others.contains(value)
        case .between(let low, let high): return !Self.precedes(value, low) && !Self.precedes(high, value)
        case .outside(let low, let high): return Self.precedes(value, low) || Self.precedes(high, value)
        case .text(let match, let text): return match.holds(for: value.text ?? "", text)
        case .isNull, .isNotNull, .isEmpty, .isNotEmpty: return false
        }
    }

    private static func precedes(_ left: ItemValue, _ right: ItemValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.moment(let left), .moment(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        default: false
        }
    }
}

extension Comparison.TextMatch {
    fileprivate func holds(for value: String, _ text: String) -> Bool {
        let (value, text) = ignoresCase ? (value.lowercased(), text.lowercased()) : (value, text)
        let isThere =
            switch place {
            case .anywhere: value.contains(text)
            case .start: value.hasPrefix(text)
            case .end: value.hasSuffix(text)
            }
        return isThere != isNegated
    }
}
