import SallyportCore

/// The query parameter `fields` for an account (Directus spec section 3.7): names and `*`, separated by commas or repeated,
/// and `role.` with a name or `*` for the role's own fields.
struct FieldSelection {
    private let names: [String]

    /// Without the parameter, or with an empty one, it is `*`.
    init(_ query: QueryParameters?) {
        let names = (query?.all("fields") ?? []).flatMap { $0.split(separator: ",") }.map { name in
            String(name.drop { $0 == " " })
        }
        self.names = names.isEmpty ? ["*"] : names
    }

    /// What is shown.
    struct Resolved {
        var fields: [AccountField]
        /// The role's fields, in place of its id; `nil` if only the id is asked for.
        var roleFields: [RoleField]?

        var needsRole: Bool { roleFields != nil }
    }

    /// A role's fields as Directus names them, in its order.
    enum RoleField: String, CaseIterable {
        case id, name, icon, description, parent, children, users, policies
    }

    /// - Parameter showsAttachments: whether the caller may see what policies hang on the role.
    /// - Returns: `nil` if anything is asked for that the caller may not read or that does not exist.
    func resolve(readable: Set<AccountField>, showsAttachments: Bool) -> Resolved? {
        let roleFields = RoleField.allCases.filter { $0 != .policies || showsAttachments }
        if names == ["*"] { return Resolved(fields: AccountField.allCases.filter(readable.contains), roleFields: nil) }
        var resolved = Resolved(fields: [], roleFields: nil)
        func show(_ field: AccountField) {
            if !resolved.fields.contains(field) { resolved.fields.append(field) }
        }
        for name in names {
            if name == "*" {
                for field in AccountField.allCases where readable.contains(field) { show(field) }
            } else if let field = AccountField(rawValue: name), readable.contains(field) {
                show(field)
            } else if name.hasPrefix("role."), readable.contains(.role) {
                let nested = name.dropFirst("role.".count)
                if nested == "*" {
                    resolved.roleFields = roleFields
                } else if let field = RoleField(rawValue: String(nested)), roleFields.contains(field) {
                    resolved.roleFields = (resolved.roleFields ?? []).filter { $0 != field } + [field]
                } else {
                    return nil
                }
                show(.role)
            } else {
                return nil
            }
        }
        return resolved
    }
}
