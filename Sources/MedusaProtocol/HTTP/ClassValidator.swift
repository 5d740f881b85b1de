import SallyportCore

/// Checks a body as the original's validator does, in its words and order (medusa.md A1.8): first what should not be there, then
/// each field in the order in which it is declared, each with the rule nearest to it first; all in one message.
struct ClassValidator {
    private let body: JSON.Object
    private var known: [String] = []
    private var problems: [String] = []

    init(_ body: JSON.Object) {
        self.body = body
    }

    /// A rule of a field.
    enum Rule {
        case email, string, notEmpty, object
    }

    /// Declares a field.
    ///
    /// - Parameter isOptional: whether it may be left out, or be null.
    @discardableResult
    mutating func field(_ name: String, _ rules: Rule..., isOptional: Bool = false) -> JSON? {
        known.append(name)
        let value = body[name]
        if isOptional, value == nil || value == .null { return nil }
        for rule in rules {
            switch rule {
            case .email where !(value?.string.map { EmailAddress($0).isWellFormed } ?? false):
                problems.append("\(name) must be an email")
            case .string where value?.string == nil: problems.append("\(name) must be a string")
            case .notEmpty where value == nil || value == .null || value == "":
                problems.append("\(name) should not be empty")
            case .object where value?.object == nil: problems.append("\(name) must be an object")
            default: break
            }
        }
        return value
    }

    /// - Throws: 400 with everything that is wrong.
    func finish() throws(MedusaError) {
        let unknown = body.members.map(\.name).filter { !known.contains($0) }
            .map { "property \($0) should not exist" }
        let all = unknown + problems
        if !all.isEmpty { throw .invalid(all.joined(separator: ", ")) }
    }
}
