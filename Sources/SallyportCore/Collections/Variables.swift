/// What `$CURRENT_USER` and its like stand for in filters and presets.
struct Variables: Sendable {
    var account: Account.ID?
    var role: Role.ID?
    /// The role and all above it.
    var roles: [Role.ID] = []
    var policies: [Policy.ID] = []
    var now: Timestamp

    /// The value of a variable.
    ///
    /// - Returns: `nil` if the text is none. One that is not known is null, which equals nothing: a rule that is not
    ///   understood grants nothing.
    func callAsFunction(_ text: String) -> ItemValue? {
        guard text.hasPrefix("$") else { return nil }
        switch text {
        case "$CURRENT_USER": return Self.value(account?.rawValue)
        case "$CURRENT_ROLE": return Self.value(role?.rawValue)
        case "$CURRENT_ROLES": return .list(roles.map { .text($0.rawValue) })
        case "$CURRENT_POLICIES": return .list(policies.map { .text($0.rawValue) })
        case "$NOW": return .moment(now)
        default:
            if let moment = adjusted(text) { return .moment(moment) }
            return text.hasPrefix("$CURRENT_") || text.hasPrefix("$NOW") ? .null : nil
        }
    }

    private static func value(_ text: String?) -> ItemValue {
        text.map { .text($0) } ?? .null
    }

    /// `$NOW(-1 day)`, `$NOW(+2 hours)`
    private func adjusted(_ text: String) -> Timestamp? {
        guard text.hasPrefix("$NOW("), text.hasSuffix(")") else { return nil }
        let inner = text.dropFirst("$NOW(".count).dropLast().filter { $0 != " " }
        let digits = inner.prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
        let unit = inner.dropFirst(digits.count).lowercased()
        guard let amount = Int64(digits), (-1_000_000_000...1_000_000_000).contains(amount),
            let seconds = Self.units.first(where: { unit == $0.name || unit == $0.name + "s" })?.seconds
        else { return nil }
        return now + .seconds(amount * seconds)
    }

    private static let units: [(name: String, seconds: Int64)] = [
        ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000),
        ("year", 31_557_600),
    ]
}
