import SallyportCore

/// The whole of one's own account as Directus shows it (spec section 2.1), from what is believed of it: no question to
/// storage. Concealed fields are ten asterisks or null.
struct AccountView {
    private let identity: Identity

    init(_ identity: Identity) {
        self.identity = identity
    }

    func json(_ fields: Set<AccountField>) -> JSON {
        var object = JSON.Object()
        for field in AccountField.allCases where fields.contains(field) {
            object.append(field.rawValue, value(of: field))
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
        case .tfaSecret: return Self.concealed(account.hasSecondFactor)
        // It cannot be set yet: other providers keep it elsewhere.
        case .authData: return .null
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
}
