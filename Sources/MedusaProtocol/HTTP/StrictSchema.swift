import SallyportCore

/// Checks a body as the second interface's validator does (medusa.md B1.3): up to three problems, in its words.
struct StrictSchema {
    private let body: JSON.Object
    private var known: [String] = []
    private var problems: [String] = []

    init(_ body: JSON.Object) {
        self.body = body
    }

    /// A text that has to be there.
    mutating func required(_ name: String) -> String {
        known.append(name)
        guard let value = body[name] else {
            problems.append("Field '\(name)' is required")
            return ""
        }
        return text(value, name) ?? ""
    }

    /// A text, null, or nothing.
    mutating func optional(_ name: String) -> String?? {
        known.append(name)
        guard let value = body[name] else { return nil }
        return value == .null ? .some(nil) : text(value, name).map(Optional.some)
    }

    /// An object, or nothing.
    mutating func object(_ name: String) -> JSON.Object? {
        known.append(name)
        guard let value = body[name], value != .null else { return nil }
        if value.object == nil { problems.append(Self.wrongType("object", name, value)) }
        return value.object
    }

    /// - Throws: 400 with the first three problems.
    func finish() throws(MedusaError) {
        let unknown = body.members.map(\.name).filter { !known.contains($0) }
        let all = problems + (unknown.isEmpty ? [] : ["Unrecognized fields: '\(unknown.joined(separator: ", "))'"])
        if !all.isEmpty { throw .invalid("Invalid request: " + all.prefix(3).joined(separator: "; ")) }
    }

    private mutating func text(_ value: JSON, _ name: String) -> String? {
        if value.string == nil { problems.append(Self.wrongType("string", name, value)) }
        return value.string
    }

    private static func wrongType(_ wanted: String, _ name: String, _ value: JSON) -> String {
        let kind =
            switch value {
            case .null: "null"
            case .bool: "boolean"
            case .integer, .number: "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            }
        return "Expected type: '\(wanted)' for field '\(name)', got: '\(kind)'"
    }
}
