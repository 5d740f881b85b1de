/// Tells somebody what he may do: `/permissions/me`, `/policies/me/globals` (Directus spec section 2.7).
public struct DescribeRights: Sendable {
    let vault: any Vault

    /// What somebody may do with a collection.
    public struct Action: Sendable {
        /// How far.
        public var extent: Extent
        /// The fields; `*` for all.
        public var fields: [String]
        /// Values for what is not given at creation.
        public var presets: JSON

        /// How far somebody may act: in no item, in some, in all.
        public enum Extent: String, Sendable, CaseIterable {
            case none, partial, full
        }
    }

    /// The keys of an account's roles: its own, and all above it, from below.
    ///
    /// - Throws: ``ItemFailure``.
    public func roles(of identity: Identity) async throws(ItemFailure) -> [ItemValue] {
        guard let role = identity.account.role else { return [] }
        do { return try await vault.read { try $0.chain(of: role).map { .text($0.rawValue) } } } catch {
            throw ItemFailure(error)
        }
    }

    /// What the caller may do with each collection that he may do anything with, by the collections' names.
    ///
    /// - Throws: ``ItemFailure``.
    public func collections(
        for caller: Caller
    ) async throws(ItemFailure) -> [(name: String, actions: [Permission.Action: Action])] {
        do {
            return try await vault.read { reading in
                let permissions = try caller.permissions(reading)
                let foreign = permissions.rights.permissions.map(\.collection)
                    .filter { ItemCollection(rawValue: $0) == nil }
                let own = ItemCollection.allCases.compactMap { collection in
                    Self.named(collection.rawValue) { permissions.access($0, to: collection) }
                }
                // What was stored for another server's collections is told as it stands.
                return own
                    + Set(foreign).sorted().compactMap { name in
                        Self.named(name) { action in
                            let granted = permissions.rights.permissions.filter {
                                $0.collection == name && $0.action == action
                            }
                            return CollectionAccess(
                                collection: .settings,
                                grants: granted.map { permission in
                                    CollectionAccess.Grant(
                                        rows: permission.coversOwnAccount == true && permission.filter == nil
                                            ? .everything : .nothing,
                                        fields: permission.fields.contains("*") ? nil : Set(permission.fields))
                                })
                        }
                    }
            }
        } catch { throw ItemFailure(error) }
    }

    /// What the caller may do with one item: change it, delete it.
    ///
    /// - Throws: ``ItemFailure``.
    public func item(
        _ key: ItemValue, of collection: ItemCollection, for caller: Caller
    ) async throws(ItemFailure) -> [Permission.Action: Action] {
        do {
            return try await vault.read { reading in
                let permissions = try caller.permissions(reading)
                var actions: [Permission.Action: Action] = [:]
                for action in [Permission.Action.update, .delete, .share] {
                    let access = permissions.access(action, to: collection)
                    let filter = access.rows && .compare(Operand(collection.key), .equal(key))
                    // Settings are no rows: there is the one item, and a rule for some rows is none.
                    let isIn =
                        collection == .settings
                        ? key == .integer(1) && access.rows == .everything
                        : try access.isGranted && reading.count(collection, filter) == 1
                    actions[action] = isIn ? Action(access) : Action(extent: .none, fields: [], presets: [:])
                }
                return actions
            }
        } catch { throw ItemFailure(error) }
    }

    private static func named(
        _ name: String, _ access: (Permission.Action) -> CollectionAccess
    ) -> (name: String, actions: [Permission.Action: Action])? {
        var actions: [Permission.Action: Action] = [:]
        for action in Permission.Action.allCases { actions[action] = Action(access(action)) }
        return actions.values.contains { $0.extent != .none } ? (name, actions) : nil
    }
}

extension DescribeRights.Action {
    fileprivate init(_ access: CollectionAccess) {
        presets = .object(
            access.grants.reduce(into: JSON.Object()) { object, grant in
                for member in grant.presets.members { object.append(member.name, member.value) }
            })
        guard access.isGranted else {
            (extent, fields) = (.none, [])
            return
        }
        extent = access.rows == .everything ? .full : .partial
        let hasAll = access.grants.contains { $0.fields == nil }
        fields = hasAll ? ["*"] : Set(access.grants.flatMap { $0.fields ?? [] }).sorted()
    }
}
