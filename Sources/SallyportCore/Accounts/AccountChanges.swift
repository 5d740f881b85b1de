/// What somebody wants changed about an account, field by field, as decoded from a body.
struct AccountChanges: Sendable {
    /// The fields and their new values, in the order in which they came.
    private(set) var values: [(field: AccountField, value: JSON)] = []

    /// What a draft says of an account.
    init(_ draft: ItemDraft) {
        for (field, value) in draft.values {
            // Who posts back what he has read, asterisks included, does not want a password of asterisks.
            if field.isConcealed, value == .string(Self.mask) { continue }
            if let field = AccountField(rawValue: field.name) { set(field, to: value) }
        }
    }

    /// What doors show of a secret (spec section 2.1).
    static let mask = "**********"

    /// Wants a field changed; a later value takes the place of an earlier one.
    mutating func set(_ field: AccountField, to value: JSON) {
        values.removeAll { $0.field == field }
        values.append((field, value))
    }

    var fields: [AccountField] { values.map(\.field) }

    subscript(field: AccountField) -> JSON? {
        values.first { $0.field == field }?.value
    }

    /// The new address; `nil` if none was given, or none is wanted.
    func email() throws(AccountFailure) -> EmailAddress? {
        guard let value = self[.email], value != .null else { return nil }
        guard let text = value.string, EmailAddress(text).isWellFormed else { throw .invalidEmail }
        guard text.unicodeScalars.count <= 128 else { throw .tooLong(.email, maximum: 128) }
        return EmailAddress(text)
    }

    /// The new password; `nil` if none was given.
    func password(_ policy: PasswordPolicy) throws(AccountFailure) -> Password? {
        guard let value = self[.password] else { return nil }
        guard let text = value.string, policy.allows(Password(text)) else { throw .weakPassword }
        return Password(text)
    }

    /// Applies the fields that change nothing about signing in.
    func apply(to profile: inout Profile) throws(AccountFailure) {
        for (field, value) in values {
            if let path = Profile.texts[field] {
                profile[keyPath: path] = try text(value, of: field)
            } else if let path = Profile.documents[field] {
                profile[keyPath: path] = try document(value, of: field)
            } else if field == .emailNotifications {
                guard case .bool(let flag) = value else {
                    throw .invalidField(field, reason: "\"\(field.rawValue)\" must be a boolean")
                }
                profile.emailNotifications = flag
            }
        }
    }

    /// Directus' text columns have no bound; every column that has none would be one more way to fill memory and disk.
    private static let longest = 65_535

    private func document(_ value: JSON, of field: AccountField) throws(AccountFailure) -> String? {
        guard value != .null else { return nil }
        let text = value.text
        if text.utf8.count > Self.longest { throw .tooLong(field, maximum: Self.longest) }
        return text
    }

    /// The columns' lengths are Directus' (spec section 10.1).
    private func text(_ value: JSON, of field: AccountField) throws(AccountFailure) -> String? {
        let maximum =
            switch field {
            case .firstName, .lastName, .title: 50
            case .provider: 128
            case .description: Self.longest
            default: 255
            }
        let text: String
        switch value {
        case .null: return nil
        case .string(let string): text = string
        case .integer, .number: text = value.text
        default: throw .invalidField(field, reason: "\"\(field.rawValue)\" must be a string")
        }
        guard !text.unicodeScalars.contains("\0") else {
            throw .invalidField(field, reason: "\"\(field.rawValue)\" must not contain NUL")
        }
        // Scalars, not characters: one of those can be of any size.
        if text.unicodeScalars.count > maximum { throw .tooLong(field, maximum: maximum) }
        return text
    }
}

extension AccountChanges {
    /// What nobody may change, or not everybody (spec section 2.1, "Write rules"); permissions were asked before.
    func judge(isAdministrator: Bool, key: ItemValue) throws(AccountFailure) {
        for (field, value) in values {
            switch field {
            case .tfaSecret: throw .invalidField(field, reason: Self.manually(field))
            case .provider, .externalIdentifier:
                if !isAdministrator { throw .invalidField(field, reason: Self.manually(field)) }
            case .id where ItemCollection.users.keyValue(value) == key: break
            case .id, .authData, .lastAccess:
                throw .invalidField(field, reason: "\"\(field.rawValue)\" can't be changed here")
            default: break
            }
        }
    }

    private static func manually(_ field: AccountField) -> String {
        "You can't change the \"\(field.rawValue)\" value manually"
    }

    /// The new static token's digest; `nil` if none was given, or none is wanted.
    func staticToken(_ tokens: StaticToken) throws(AccountFailure) -> StaticToken.Digest? {
        switch self[.token] {
        case nil, .null: return nil
        case .string(let text) where text.isEmpty: return nil
        case .string(let text) where text.count > StaticToken.maximumLength:
            throw .tooLong(.token, maximum: StaticToken.maximumLength)
        case .string(let text): return tokens.digest(text)
        default: throw .invalidField(.token, reason: "\"token\" must be a string")
        }
    }

    /// Applies the fields that decide about signing in, but for address and password.
    func applyAdministration(to account: inout Account, _ transaction: any VaultTransaction) throws {
        if let value = self[.status] {
            guard let status = value.string.flatMap(Account.Status.init(rawValue:)) else {
                throw AccountFailure.invalidField(.status, reason: "\"status\" must be one of the known statuses")
            }
            account.status = status
        }
        if let value = self[.role] {
            let role = ItemCollection.roles.keyValue(value)?.text.map(Role.ID.init(rawValue:))
            guard value == .null || role != nil, try role.map({ try transaction.role($0) != nil }) ?? true else {
                throw AccountFailure.invalidField(.role, reason: "\"role\" must be the id of a role")
            }
            account.role = role
        }
        if let value = self[.provider] {
            guard let provider = try text(value, of: .provider) else {
                throw AccountFailure.invalidField(.provider, reason: "\"provider\" must be a string")
            }
            account.provider = Account.Provider(rawValue: provider)
        }
        if let value = self[.externalIdentifier] {
            account.externalIdentifier = try text(value, of: .externalIdentifier)
        }
    }
}
