import SallyportCore

/// An account as Directus shows it (spec section 2.1): concealed fields are ten asterisks or null.
struct AccountView {
    private let identity: Identity
    var role: ReadRole.Details?

    init(_ identity: Identity) {
        self.identity = identity
    }

    func json(_ selection: FieldSelection.Resolved) -> JSON {
        var object = JSON.Object()
        for field in selection.fields {
            if field == .role, let roleFields = selection.roleFields {
                object.append(field.rawValue, roleJSON(roleFields))
            } else {
                object.append(field.rawValue, value(of: field))
            }
        }
        return .object(object)
    }

    private static func concealed(_ isSet: Bool) -> JSON {
        isSet ? "**********" : .null
    }

    private func value(of field: AccountField) -> JSON {
        let account = identity.account
        let profile = identity.profile
        switch field {
        case .id: return .string(account.id.rawValue)
        case .email: return JSON(account.email?.text)
        case .password: return Self.concealed(account.passwordHash != nil)
        // Neither can be set yet: second factors and other providers keep them elsewhere.
        case .tfaSecret, .authData: return .null
        case .status: return .string(account.status.rawValue)
        case .role: return JSON(account.role?.rawValue)
        case .token: return Self.concealed(account.hasStaticToken)
        case .lastAccess: return JSON(account.lastAccess?.text)
        case .provider: return .string(account.provider.rawValue)
        case .externalIdentifier: return JSON(account.externalIdentifier)
        case .emailNotifications: return profile.emailNotifications.map(JSON.bool) ?? .null
        case .policies: return .array(identity.attachments.map(JSON.string))
        case .tags, .themeLightOverrides, .themeDarkOverrides:
            let text = Profile.documents[field].flatMap { profile[keyPath: $0] }
            return text.flatMap { try? JSON(parsing: $0.utf8) } ?? .null
        case .firstName: return JSON(profile.firstName)
        case .lastName: return JSON(profile.lastName)
        case .lastPage: return JSON(profile.lastPage)
        case .location: return JSON(profile.location)
        case .title: return JSON(profile.title)
        case .description: return JSON(profile.description)
        case .avatar: return JSON(profile.avatar)
        case .language: return JSON(profile.language)
        case .appearance: return JSON(profile.appearance)
        case .themeLight: return JSON(profile.themeLight)
        case .themeDark: return JSON(profile.themeDark)
        case .textDirection: return JSON(profile.textDirection)
        }
    }

    private func roleJSON(_ fields: [FieldSelection.RoleField]) -> JSON {
        guard let details = role else { return .null }
        var object = JSON.Object()
        for field in fields {
            let value: JSON =
                switch field {
                case .id: .string(details.role.id.rawValue)
                case .name: .string(details.role.name)
                case .icon: .string(details.role.icon)
                case .description: JSON(details.role.description)
                case .parent: JSON(details.role.parent?.rawValue)
                case .children: .array(details.children.map { .string($0.rawValue) })
                case .users: .array(details.members.map { .string($0.rawValue) })
                case .policies: .array(details.attachments.map(JSON.string))
                }
            object.append(field.rawValue, value)
        }
        return .object(object)
    }
}
