import SallyportCore

extension ItemRequest {
    /// A query string, or the body of `SEARCH`: one object of parameters (Directus spec section 3.7). What is not known is let
    /// be.
    ///
    /// - Throws: 400 `INVALID_QUERY` for a parameter that cannot be understood.
    init(_ parameters: JSON.Object) throws(DirectusError) {
        self.init()
        fields = Self.names(parameters["fields"])
        sort = Self.names(parameters["sort"])
        groups = Self.names(parameters["groupBy"])
        filter = try Self.json("filter", parameters)
        search = parameters["search"].flatMap { $0 == .null ? nil : $0.string ?? $0.text }
        limit = try Self.number("limit", parameters)
        offset = try Self.number("offset", parameters)
        page = try Self.number("page", parameters)
        let deep = try Self.json("deep", parameters)
        guard deep == .null || deep.object != nil else { throw .invalidQuery("\"deep\" has to be an object") }
        self.deep = deep.object ?? [:]
        let aggregate = try Self.json("aggregate", parameters)
        guard aggregate == .null || aggregate.object != nil else {
            throw .invalidQuery("\"aggregate\" has to be an object")
        }
        self.aggregate = (aggregate.object?.members ?? []).map { ($0.name, Self.names($0.value)) }
        let counts = Self.names(parameters["meta"])
        self.counts = counts.contains("*") ? Set(Count.allCases) : Set(counts.compactMap(Count.init(rawValue:)))
    }

    /// A list as an array, or with commas.
    private static func names(_ value: JSON?) -> [String] {
        switch value {
        case .array(let elements):
            elements.flatMap { element in element.string.map { names(.string($0)) } ?? [] }
        case .string(let text):
            text.split(separator: ",").map { name in
                String(name.drop { $0 == " " }.prefix { $0 != " " })
            }
        default: []
        }
    }

    private static func number(_ name: String, _ parameters: JSON.Object) throws(DirectusError) -> Int? {
        guard let value = parameters[name], value != .null, value != "" else { return nil }
        guard let number = value.int ?? value.string.flatMap({ Int64($0) }) else {
            throw .invalidQuery("\"\(name)\" must be a number")
        }
        return Int(number)
    }

    /// An object, or a text that is one.
    private static func json(_ name: String, _ parameters: JSON.Object) throws(DirectusError) -> JSON {
        guard let value = parameters[name], value != "" else { return .null }
        guard let text = value.string else { return value }
        do throws(JSONSyntaxError) { return try JSON(parsing: text.utf8) } catch {
            throw .invalidQuery("\"\(name)\" has to be valid JSON")
        }
    }
}
