/// Makes, changes and deletes items inside a transaction, with all that hangs on them. One transaction, one writer.
struct ItemWriter {
    let transaction: any VaultTransaction
    let caller: Caller
    let permissions: Permissions
    let now: Timestamp
    let makeIdentifier: MakeIdentifier
    let staticTokens: StaticToken
    /// What others believe of these is to be forgotten after the commit.
    private(set) var effects = Effects()

    /// What a change means to those who have read before it.
    struct Effects: Sendable {
        var accounts: Set<Account.ID> = []
        /// Roles, policies, permissions or who holds them.
        var access = false
        /// Whether there may be fewer administrators now.
        var administration = false
        /// Whether there is a notice to send.
        var mail = false
    }

    /// The item that a draft nests in: the field that refers to it, and its key.
    typealias Parent = (field: Field, key: ItemValue)

    init(
        _ transaction: any VaultTransaction, _ caller: Caller, _ permissions: Permissions,
        makeIdentifier: @escaping MakeIdentifier, staticTokens: StaticToken
    ) throws {
        self.transaction = transaction
        self.caller = caller
        self.permissions = permissions
        self.makeIdentifier = makeIdentifier
        self.staticTokens = staticTokens
        now = try transaction.now
    }

    // MARK: Create

    /// - Returns: the new item's key.
    mutating func create(_ draft: ItemDraft, in parent: Parent? = nil) throws -> ItemValue {
        try permissions.judge(draft, .create, in: parent?.field)
        var draft = try withPresets(draft)
        try insertReferences(of: &draft)
        if let parent { draft.set(parent.field, to: parent.key) }
        let key: ItemValue
        if draft.collection == .users {
            key = try createAccount(draft)
        } else {
            var values = try stored(draft)
            for field in draft.collection.fields where field.isRequired {
                guard let value = values.first(where: { $0.field == field })?.value, value != .null else {
                    throw ItemFailure.invalid(field: field.name, rule: "required", problem: "Value is required.")
                }
            }
            try demandValues(values, of: draft.collection)
            if !draft.collection.hasNumberedKeys, draft[draft.collection.key.name] == nil {
                values.insert((draft.collection.key, .text(makeIdentifier())), at: 0)
            }
            key = try transaction.insert(values, into: draft.collection)
            try check(key, values, of: draft.collection)
        }
        note(key, of: draft.collection, touching: draft.fieldNames)
        try log(.create, draft.collection, key, [])
        try changeChildren(of: draft, key: key)
        return key
    }

    /// Values that a permission gives where none are given, and the rules of a permission for what is given.
    private func withPresets(_ draft: ItemDraft) throws -> ItemDraft {
        let access = permissions.access(.create, to: draft.collection)
        var draft = draft
        for member in access.grants.flatMap(\.presets.members) where !draft.fieldNames.contains(member.name) {
            if let field = draft.collection.field(member.name) {
                draft.values.append((field, permissions.variables.resolved(member.value)))
            }
        }
        try permissions.validate(draft, access)
        return draft
    }

    // MARK: Update

    mutating func update(_ keys: [ItemValue], _ draft: ItemDraft, in parent: Parent? = nil) throws {
        try permissions.judge(draft, .update, in: parent?.field)
        let access = permissions.access(.update, to: draft.collection)
        try permissions.validate(draft, access)
        var touched = draft.fieldNames.compactMap(draft.collection.field)
        if let field = parent?.field { touched.append(field) }
        try demand(keys, draft.collection, touched.reduce(access.rows) { $0 && access.visibility(of: $1) })
        for key in keys {
            var draft = draft
            try insertReferences(of: &draft)
            if let parent { draft.set(parent.field, to: parent.key) }
            if draft.collection == .users {
                try updateAccount(key, draft)
            } else {
                let values = try stored(draft, of: key)
                try demandValues(values, of: draft.collection)
                if !values.isEmpty { try transaction.update(key, of: draft.collection, values) }
                try check(key, values, of: draft.collection)
            }
            note(key, of: draft.collection, touching: draft.fieldNames)
            try log(.update, draft.collection, key, draft.fieldNames)
            try changeChildren(of: draft, key: key)
        }
    }

    // MARK: Delete

    mutating func delete(_ keys: [ItemValue], from collection: ItemCollection) throws {
        let access = permissions.access(.delete, to: collection)
        guard access.isGranted else { throw ItemFailure.forbiddenCollection(collection.rawValue, path: "root") }
        try demand(keys, collection, access.rows)
        for key in keys {
            switch collection {
            case .users: try deleteAccount(key)
            case .roles: try release(membersOf: key)
            default: break
            }
            if collection != .users { try transaction.delete(key, from: collection) }
            note(key, of: collection, touching: nil)
            try log(.delete, collection, key, [])
        }
    }

    /// Its members are suspended: without a role they would hold what everybody holds (spec section 2.1).
    private mutating func release(membersOf role: ItemValue) throws {
        let id = Role.ID(rawValue: role.text ?? "")
        for member in try transaction.members(of: id) {
            guard var account = try transaction.account(member) else { continue }
            account.role = nil
            account.status = .suspended
            try transaction.update(account)
            try transaction.revokeSessions(of: member, except: nil, at: now)
            effects.accounts.insert(member)
        }
        if try transaction.settings()["public_registration_role"].string == id.rawValue {
            try transaction.set("public_registration_role", to: .null)
        }
        for child in try transaction.children(of: id) {
            guard let parent = ItemCollection.roles.field("parent") else { continue }
            try transaction.update(.text(child.rawValue), of: .roles, [(parent, .null)])
        }
    }

    // MARK: Relations

    private mutating func insertReferences(of draft: inout ItemDraft) throws {
        for (field, other) in draft.references {
            let key: ItemValue
            if let known = other.key {
                if !other.fieldNames.isEmpty { try update([known], other) }
                key = known
            } else {
                key = try create(other)
            }
            draft.set(field, to: key)
        }
        draft.references = []
    }

    private mutating func changeChildren(of draft: ItemDraft, key: ItemValue) throws {
        for (field, change) in draft.children {
            guard case .oneToMany(let collection, let by, let having) = field.kind,
                let reference = collection.field(by)
            else { continue }
            let parent: Parent = (reference, key)
            // What is let go is let go from here: another parent's children are not this one's to give away.
            let present = try children(of: key, by: reference, having: having, in: collection)
            if change.replacesOthers {
                let wanted = change.kept + change.drafts.compactMap(\.key)
                try letGo(present.filter { !wanted.contains($0) }, of: collection, parent)
                let missing = change.kept.filter { !present.contains($0) }
                if !missing.isEmpty { try update(missing, try ItemDraft([:], of: collection), in: parent) }
            }
            try letGo(present.filter(change.dropped.contains), of: collection, parent)
            for other in change.drafts {
                if let known = other.key {
                    try update([known], other, in: parent)
                } else {
                    _ = try create(other, in: parent)
                }
            }
        }
    }

    /// The keys of the items that refer to that one.
    private func children(
        of key: ItemValue, by reference: Field, having other: String?, in collection: ItemCollection
    ) throws -> [ItemValue] {
        var filter: Filter = .compare(Operand(reference), .equal(key))
        if let other = other.flatMap(collection.field) { filter = filter && .compare(Operand(other), .isNotNull) }
        let columns = [Operand(collection.key)]
        return try transaction.rows(RowQuery(collection: collection, columns: columns, filter: filter)).map { $0[0] }
    }

    /// What is let go exists without its parent, or not at all: an attachment without a role would be everybody's.
    private mutating func letGo(_ keys: [ItemValue], of collection: ItemCollection, _ parent: Parent) throws {
        guard !keys.isEmpty else { return }
        switch collection {
        case .users, .roles:
            try update(keys, try ItemDraft(.object([parent.field.name: .null]), of: collection))
        default: try delete(keys, from: collection)
        }
    }

    // MARK: Values

    /// The draft's values as storage has them.
    private func stored(_ draft: ItemDraft, of key: ItemValue? = nil) throws -> [(field: Field, value: ItemValue)] {
        var result: [(field: Field, value: ItemValue)] = []
        for (field, json) in draft.values {
            if field == draft.collection.key || field.name == draft.collection.key.name {
                if let key {
                    guard draft.collection.keyValue(json) == key else {
                        throw ItemFailure.invalidPayload("\"\(field.name)\" can't be changed")
                    }
                    continue
                }
                guard !draft.collection.hasNumberedKeys else { continue }
                guard let given = draft.collection.keyValue(json) else {
                    throw ItemFailure.invalidPayload("\"\(field.name)\" must be a UUID")
                }
                result.append((draft.collection.key, given))
                continue
            }
            if field.isReadOnly { throw ItemFailure.invalidPayload("\"\(field.name)\" can't be changed") }
            let value = try field.stored(json, in: draft.collection)
            if case .manyToOne(let other) = field.kind, value != .null {
                guard try transaction.count(other, .compare(Operand(other.key), .equal(value))) == 1 else {
                    throw ItemFailure.noSuchReference(field: field.name, collection: draft.collection.rawValue)
                }
            }
            result.append((field, value))
        }
        return result
    }

    /// - Throws: ``ItemFailure/missing(field:collection:)`` for a null where there must be a value.
    private func demandValues(_ values: [(field: Field, value: ItemValue)], of collection: ItemCollection) throws {
        for (field, value) in values where !field.isNullable && value == .null {
            throw ItemFailure.missing(field: field.name, collection: collection.rawValue)
        }
    }

    /// - Throws: ``ItemFailure/forbidden`` unless the filter holds for each of the items.
    private func demand(_ keys: [ItemValue], _ collection: ItemCollection, _ filter: Filter) throws {
        let distinct = keys.reduce(into: [ItemValue]()) { if !$0.contains($1) { $0.append($1) } }
        let count = try transaction.count(
            collection, filter && .compare(Operand(collection.key), .oneOf(distinct)))
        guard count == distinct.count else { throw ItemFailure.forbidden }
    }

    // MARK: What follows

    /// There is a notice to send after the commit.
    mutating func noteMail() {
        effects.mail = true
    }

    /// - Parameter names: of the fields that were touched; `nil`: all, the item is gone.
    private mutating func note(_ key: ItemValue, of collection: ItemCollection, touching names: [String]?) {
        switch collection {
        case .users:
            effects.accounts.insert(Account.ID(rawValue: key.text ?? ""))
            let decisive = ["status", "role", "policies"]
            if names?.contains(where: decisive.contains) ?? true { effects.administration = true }
        case .roles, .policies, .access: (effects.access, effects.administration) = (true, true)
        case .permissions: effects.access = true
        case .settings, .activity, .sessions: break
        }
    }

    private func log(
        _ action: Activity.Action, _ collection: ItemCollection, _ key: ItemValue, _ fields: [String]
    ) throws {
        try transaction.append(
            Activity(
                action, account: caller.identity?.account.id, realm: .team, client: caller.client, fields: fields,
                item: Activity.Item(collection: collection, key: key.text ?? "")), at: now)
    }
}

extension ItemDraft {
    mutating func set(_ field: Field, to key: ItemValue) {
        values.removeAll { $0.field == field }
        switch key {
        case .integer(let number): values.append((field, .integer(number)))
        default: values.append((field, JSON(key.text)))
        }
    }
}

extension Variables {
    /// A preset, with what variables stand for.
    fileprivate func resolved(_ value: JSON) -> JSON {
        guard let text = value.string, let known = self(text) else { return value }
        switch known {
        case .text(let text): return .string(text)
        case .moment(let moment): return .string(moment.text)
        default: return .null
        }
    }
}
