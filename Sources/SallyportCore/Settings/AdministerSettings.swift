/// Reads and changes the installation's settings as the one item of their collection (Directus spec sections 2.4, 2.5 and
/// 10.6).
public struct AdministerSettings: Sendable {
    let vault: any Vault

    /// The settings that the caller may see.
    ///
    /// - Parameter fields: names or `*`; empty is `*`.
    /// - Throws: ``ItemFailure``.
    public func read(_ fields: [String], for caller: Caller) async throws(ItemFailure) -> Item {
        do {
            return try await vault.read { reading in
                let granted = try caller.permissions(reading).settingsAccess(.read)
                let names = fields.isEmpty ? ["*"] : fields
                for name in names where name != "*" {
                    guard let field = ItemCollection.settings.field(name), granted.covers(field) else {
                        throw ItemFailure.forbiddenField(
                            name, collection: ItemCollection.settings.rawValue, path: "root")
                    }
                }
                let settings = try reading.settings()
                let shown = Setting.fields.filter { field in
                    granted.covers(field) && (names.contains("*") || names.contains(field.name))
                }
                return Item(
                    shown.map { field in
                        Item.Member(
                            name: field.name, value: field.name == "id" ? .integer(1) : .json(settings[field.name]))
                    })
            }
        } catch { throw ItemFailure(error) }
    }

    /// Changes settings, all or nothing.
    ///
    /// - Parameter body: an object of settings and their new values.
    /// - Throws: ``ItemFailure``.
    public func change(_ body: JSON, by caller: Caller) async throws(ItemFailure) {
        do {
            let draft = try ItemDraft(body, of: .settings)
            try await vault.write(.durable) { transaction in
                let permissions = try caller.permissionsNow(transaction)
                let granted = try permissions.settingsAccess(.update)
                for name in draft.fieldNames + (permissions.rights.isAdministrator ? [] : draft.unknown) {
                    guard let field = ItemCollection.settings.field(name), granted.covers(field) else {
                        throw ItemFailure.forbiddenField(
                            name, collection: ItemCollection.settings.rawValue, path: "root")
                    }
                }
                try permissions.validate(draft, granted)
                for (field, value) in draft.values where !field.isReadOnly {
                    try transaction.set(field.name, to: try Self.checked(value, of: field, transaction))
                }
                try transaction.append(
                    Activity(
                        .update, account: caller.identity?.account.id, realm: .team, client: caller.client,
                        fields: draft.fieldNames, item: Activity.Item(collection: .settings, key: "1")),
                    at: try transaction.now)
            }
        } catch { throw ItemFailure(error) }
    }

    /// A setting as it is kept: JSON. What this server acts upon must make sense to it.
    private static func checked(
        _ json: JSON, of field: Field, _ transaction: any VaultTransaction
    ) throws -> JSON {
        let value = try field.stored(json, in: .settings)
        if field.isRequired, value == .null {
            throw ItemFailure.missing(field: field.name, collection: ItemCollection.settings.rawValue)
        }
        switch (field.name, value) {
        case ("auth_password_policy", .text(let pattern)):
            guard (try? PasswordPolicy(pattern: pattern)) != nil else {
                throw ItemFailure.invalidPayload("\"auth_password_policy\" is no regular expression")
            }
        case ("auth_login_attempts", .integer(let count)):
            guard (1...1_000_000).contains(count) else {
                throw ItemFailure.invalidPayload("\"auth_login_attempts\" must be null or a number from 1 to 1000000")
            }
        case ("public_registration_role", .text(let id)):
            guard try transaction.role(Role.ID(rawValue: id)) != nil else {
                throw ItemFailure.noSuchReference(field: field.name, collection: ItemCollection.settings.rawValue)
            }
        case ("public_registration_email_filter", .json(let filter)):
            let parser = FilterParser(variables: Variables(now: try transaction.now), access: nil)
            do throws(ItemFailure) { _ = try parser.parse(filter, of: .users) } catch {
                throw ItemFailure.invalidPayload(
                    "\"public_registration_email_filter\" is no filter of an e-mail address")
            }
        default: break
        }
        switch value {
        case .null: return .null
        case .text(let text): return .string(text)
        case .integer(let number): return .integer(number)
        case .flag(let flag): return .bool(flag)
        case .json(let json): return json
        default: return json
        }
    }
}

extension Permissions {
    /// A permission with a filter is none here: there is no row that it could hold for.
    fileprivate func settingsAccess(_ action: Permission.Action) throws(ItemFailure) -> CollectionAccess {
        let access = access(action, to: .settings)
        let granted = CollectionAccess(collection: .settings, grants: access.grants.filter { $0.rows == .everything })
        guard granted.isGranted else { throw .forbiddenCollection(ItemCollection.settings.rawValue, path: "root") }
        return granted
    }
}
