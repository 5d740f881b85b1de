/// What somebody may do with a collection, for one action.
struct CollectionAccess: Sendable {
    let collection: ItemCollection
    let grants: [Grant]

    /// One permission: these fields, in the items that its filter holds for.
    struct Grant: Sendable {
        var rows: Filter
        /// `nil`: all.
        var fields: Set<String>?
        /// What a new value must be like.
        var validation: Filter = .everything
        /// Values for what is not given.
        var presets: JSON.Object = [:]

        func covers(_ field: Field) -> Bool {
            fields?.contains(field.name) ?? true
        }
    }

    /// Whether there is anything at all.
    var isGranted: Bool { !grants.isEmpty }

    /// The items in which anything may be done.
    var rows: Filter { Filter.either(grants.map(\.rows)) }

    /// Whether the field may be touched in any item.
    func covers(_ field: Field) -> Bool {
        grants.contains { $0.covers(field) }
    }

    /// The items in which that field may be touched; everything, if those are all of ``rows``.
    func visibility(of field: Field) -> Filter {
        let covering = grants.filter { $0.covers(field) }
        guard covering.count < grants.count else { return .everything }
        let visible = Filter.either(covering.map(\.rows))
        return visible == rows ? .everything : visible
    }
}

/// What somebody may do with all collections, here and now.
struct Permissions: Sendable {
    let rights: Rights
    /// What needs no policy.
    var own: [Permission] = []
    let variables: Variables

    /// - Returns: without any grant, if nothing is permitted.
    func access(_ action: Permission.Action, to collection: ItemCollection) -> CollectionAccess {
        if rights.isAdministrator {
            return CollectionAccess(
                collection: collection, grants: [CollectionAccess.Grant(rows: .everything, fields: nil)])
        }
        let grants = (rights.permissions + own).filter { $0.collection == collection.rawValue && $0.action == action }
            .compactMap { grant($0, collection) }
        return CollectionAccess(collection: collection, grants: grants)
    }

    /// - Returns: `nil` for a permission that cannot be understood: it grants nothing.
    private func grant(_ permission: Permission, _ collection: ItemCollection) -> CollectionAccess.Grant? {
        let parser = FilterParser(variables: variables, access: nil)
        guard let rows = try? parser.parse(permission.filter, of: collection),
            let validation = try? parser.parse(permission.validation, of: collection)
        else { return nil }
        let presets = permission.presets.flatMap { try? JSON(parsing: $0.utf8) }?.object ?? [:]
        return CollectionAccess.Grant(
            rows: rows, fields: permission.fields.contains("*") ? nil : Set(permission.fields),
            validation: validation, presets: presets)
    }
}

extension FilterParser {
    /// A stored filter: JSON text; everything without one.
    fileprivate func parse(_ text: String?, of collection: ItemCollection) throws -> Filter {
        guard let text else { return .everything }
        return try parse(JSON(parsing: text.utf8), of: collection)
    }
}
