/// Ends sessions that somebody sees in a list: his own, or anybody's for an administrator (ASVS 5.0, 7.5.2 and 7.4.5).
public struct EndChosenSessions: Sendable {
    let vault: any Vault
    let identities: IdentityCache

    /// Ends the sessions with these keys.
    ///
    /// - Throws: ``ItemFailure/forbidden`` if one of them is not there or not the caller's to end; then none is ended.
    public func callAsFunction(_ keys: [ItemValue], by caller: Caller) async throws(ItemFailure) {
        guard keys.count <= WriteItems.maximumBatch else {
            throw .invalidPayload("A request may change \(WriteItems.maximumBatch) items at most")
        }
        let distinct = Set(keys.compactMap(\.text))
        try await end(by: caller) { transaction, access in
            let found = try Self.living(
                access.rows && .compare(Operand(ItemCollection.sessions.key), .oneOf(keys)), transaction)
            guard found.count == distinct.count else { throw ItemFailure.forbidden }
            return found
        }
    }

    /// Ends all sessions of the caller's account but the one that asks; with a static token, all of them.
    ///
    /// - Throws: ``ItemFailure/anonymous`` without a credential.
    public func others(of caller: Caller) async throws(ItemFailure) {
        guard let identity = caller.identity else { throw .anonymous }
        try await end(by: caller) { transaction, access in
            guard let user = ItemCollection.sessions.field("user") else { return [] }
            let own = Filter.compare(Operand(user), .equal(.text(identity.account.id.rawValue)))
            return try Self.living(access.rows && own, transaction).filter { $0 != identity.session }
        }
    }

    private static func living(_ filter: Filter, _ transaction: any VaultTransaction) throws -> [Session.ID] {
        try transaction.rows(
            RowQuery(collection: .sessions, columns: [Operand(ItemCollection.sessions.key)], filter: filter)
        ).compactMap { $0[0].text.map(Session.ID.init(rawValue:)) }
    }

    private func end(
        by caller: Caller,
        _ choose: @escaping @Sendable (any VaultTransaction, CollectionAccess) throws -> [Session.ID]
    ) async throws(ItemFailure) {
        do {
            let ended = try await vault.write(.durable) { transaction in
                let access = try caller.permissionsNow(transaction).access(.delete, to: .sessions)
                guard access.isGranted else {
                    throw ItemFailure.forbiddenCollection(ItemCollection.sessions.rawValue, path: "root")
                }
                let chosen = try choose(transaction, access)
                let now = try transaction.now
                for session in chosen where try transaction.revoke(session, at: now) {
                    try transaction.append(
                        Activity(
                            .delete, account: caller.identity?.account.id, realm: .team, client: caller.client,
                            item: Activity.Item(collection: .sessions, key: session.rawValue)), at: now)
                }
                return chosen
            }
            for session in ended { identities.forget(session) }
        } catch { throw ItemFailure(error) }
    }
}
