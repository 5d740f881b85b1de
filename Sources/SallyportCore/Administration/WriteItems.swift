/// Makes, changes and deletes items, all or nothing, as far as the caller may (Directus spec sections 2.1 and 2.7).
public struct WriteItems: Sendable {
    let vault: any Vault
    let read: ReadItems
    let passwords: any PasswordHasher
    let staticTokens: StaticToken
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// How many items one request may change.
    public static let maximumBatch = 1000

    /// One change of several items.
    public enum Change: Sendable {
        /// The keys of the items, and what becomes of all of them.
        case keys([ItemValue], JSON)
        /// The items that a request chooses, and what becomes of all of them.
        case chosen(ItemRequest, JSON)
        /// Each item with its key, and what becomes of it.
        case each([JSON])
    }

    /// Makes items.
    ///
    /// - Parameter bodies: each an object of fields; what nests in it is made with it.
    /// - Returns: the keys, in the order of the bodies.
    /// - Throws: ``ItemFailure``; permissions are asked first, as in the original.
    public func create(
        _ bodies: [JSON], in collection: ItemCollection, by caller: Caller
    ) async throws(ItemFailure) -> [ItemValue] {
        try Self.check(bodies.count, collection)
        do {
            var drafts: [ItemDraft] = []
            try await judge(.create, collection, caller)
            for body in bodies { drafts.append(try ItemDraft(body, of: collection)) }
            let ready = try await prepared(drafts, .create, caller)
            return try await write(caller) { writer in try ready.map { try writer.create($0) } }
        } catch { throw ItemFailure(error) }
    }

    /// Changes items.
    ///
    /// - Returns: their keys.
    /// - Throws: ``ItemFailure``.
    public func update(
        _ change: Change, in collection: ItemCollection, by caller: Caller
    ) async throws(ItemFailure) -> [ItemValue] {
        do {
            var pairs: [(keys: [ItemValue], draft: ItemDraft)] = []
            switch change {
            case .keys(let keys, let body): pairs = [(keys, try ItemDraft(body, of: collection))]
            case .chosen(let request, let body):
                let draft = try ItemDraft(body, of: collection)
                pairs = [(try await read.keys(request, of: collection, for: caller), draft)]
            case .each(let bodies):
                for body in bodies {
                    guard let key = body[collection.key.name].flatMap(collection.keyValue) else {
                        throw ItemFailure.invalidPayload("\"\(collection.key.name)\" is required in each item")
                    }
                    pairs.append(([key], try ItemDraft(body, of: collection)))
                }
            }
            let keys = pairs.flatMap(\.keys)
            try Self.check(keys.count, collection)
            try await judge(.update, collection, caller)
            try Self.checkAddresses(pairs)
            // A hash of its own for each: two accounts with one salt would tell that they share a password.
            pairs = pairs.flatMap { pair in
                pair.draft.passwordIsGiven ? pair.keys.map { ([$0], pair.draft) } : [pair]
            }
            let drafts = try await prepared(pairs.map(\.draft), .update, caller)
            let work = zip(pairs.map(\.keys), drafts).map { (keys: $0, draft: $1) }
            try await write(caller) { writer in
                for (keys, draft) in work where !keys.isEmpty { try writer.update(keys, draft) }
            }
            return keys
        } catch { throw ItemFailure(error) }
    }

    /// Deletes items.
    ///
    /// - Throws: ``ItemFailure``.
    public func delete(
        _ keys: [ItemValue], from collection: ItemCollection, by caller: Caller
    ) async throws(ItemFailure) {
        try Self.check(keys.count, collection)
        do { try await write(caller) { writer in try writer.delete(keys, from: collection) } } catch {
            throw ItemFailure(error)
        }
    }

    /// Deletes the items that a request chooses.
    ///
    /// - Throws: ``ItemFailure``.
    public func delete(
        _ request: ItemRequest, from collection: ItemCollection, by caller: Caller
    ) async throws(ItemFailure) {
        try await delete(try await read.keys(request, of: collection, for: caller), from: collection, by: caller)
    }

    private static func check(_ count: Int, _ collection: ItemCollection) throws(ItemFailure) {
        guard ![.activity, .sessions, .settings].contains(collection) else {
            throw .forbiddenCollection(collection.rawValue, path: "root")
        }
        guard count <= maximumBatch else {
            throw .invalidPayload("A request may change \(maximumBatch) items at most")
        }
    }

    /// One address cannot be that of several accounts (spec section 2.1: the value is the bare address then).
    private static func checkAddresses(_ pairs: [(keys: [ItemValue], draft: ItemDraft)]) throws(ItemFailure) {
        for (keys, draft) in pairs where draft.collection == .users && keys.count > 1 {
            if let email = draft["email"]?.string {
                throw .taken(field: "email", collection: draft.collection.rawValue, value: email)
            }
        }
    }

    /// Whether the caller may do this at all, be it with nothing.
    private func judge(
        _ action: Permission.Action, _ collection: ItemCollection, _ caller: Caller
    ) async throws {
        let permissions = try await vault.read { try caller.permissions($0) }
        try permissions.judge(try ItemDraft([:], of: collection), action, in: nil)
    }

    /// Permissions first; then passwords are hashed, off every transaction.
    private func prepared(
        _ drafts: [ItemDraft], _ action: Permission.Action, _ caller: Caller
    ) async throws -> [ItemDraft] {
        let (permissions, policy) = try await vault.read { reading in
            (try caller.permissions(reading), try PasswordPolicy(pattern: reading.settings().passwordPolicy))
        }
        for draft in drafts { try permissions.judge(draft, action, in: nil) }
        var drafts = drafts
        for index in drafts.indices {
            try await drafts[index].forEach { draft in
                guard draft.collection == .users else { return }
                let changes = AccountChanges(draft)
                _ = try changes.email()
                // A new account may have none.
                if changes[.password] == .null, draft.key == nil, action == .create { return }
                if let password = try changes.password(policy) {
                    draft.passwordHash = try await passwords.hash(password)
                }
            }
        }
        return drafts
    }

    private func write<Value: Sendable>(
        _ caller: Caller, _ body: @escaping @Sendable (inout ItemWriter) throws -> Value
    ) async throws -> Value {
        let (value, effects) = try await vault.write(.durable) { [makeIdentifier, staticTokens] transaction in
            let hadAdministrator = try transaction.hasAdministrator(in: .team)
            var writer = try ItemWriter(
                transaction, caller, try caller.permissionsNow(transaction), makeIdentifier: makeIdentifier,
                staticTokens: staticTokens)
            let value = try body(&writer)
            if writer.effects.administration {
                // Where two changes could each be right alone, and leave nobody together, they meet at this row.
                try transaction.set("access_changed_at", to: .integer(writer.now.milliseconds))
                if hadAdministrator, try !transaction.hasAdministrator(in: .team) {
                    throw AccountFailure.lastAdministrator
                }
            }
            return (value, writer.effects)
        }
        for account in effects.accounts { identities.forget(account) }
        if effects.access { identities.forgetEverything() }
        if effects.mail { signal.raise() }
        return value
    }
}
