/// What somebody wants changed about an account, field by field, as decoded from a body.
public struct AccountChanges: Sendable {
    /// The fields and their new values, in the order in which they came.
    public private(set) var values: [(field: AccountField, value: JSON)] = []

    /// The names of fields that no account has.
    public private(set) var unknown: [String] = []

    /// Nothing yet.
    public init() {}

    /// The members of a body.
    public init(_ body: JSON.Object) {
        for member in body.members {
            if let field = AccountField(rawValue: member.name) {
                set(field, to: member.value)
            } else {
                unknown.append(member.name)
            }
        }
    }

    /// Wants a field changed; a later value takes the place of an earlier one.
    public mutating func set(_ field: AccountField, to value: JSON) {
        values.removeAll { $0.field == field }
        values.append((field, value))
    }

    var fields: [AccountField] { values.map(\.field) }

    subscript(field: AccountField) -> JSON? {
        values.first { $0.field == field }?.value
    }

    /// The new address; `nil` if none was given.
    func email() throws(AccountFailure) -> EmailAddress? {
        guard let value = self[.email] else { return nil }
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
                guard case .bool(let flag) = value else { throw .invalidField(field, reason: "must be a boolean") }
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
            case .description: Self.longest
            default: 255
            }
        let text: String
        switch value {
        case .null: return nil
        case .string(let string): text = string
        case .integer, .number: text = value.text
        default: throw .invalidField(field, reason: "must be a string")
        }
        guard !text.unicodeScalars.contains("\0") else { throw .invalidField(field, reason: "must not contain NUL") }
        // Scalars, not characters: one of those can be of any size.
        if text.unicodeScalars.count > maximum { throw .tooLong(field, maximum: maximum) }
        return text
    }
}
