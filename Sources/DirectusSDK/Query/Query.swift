public import OrderedJSON

/// What to read, and which of it (`specs/directus.md` 5.9). What is empty or out of its range is left out, as in JavaScript.
///
/// ```swift
/// let query = Query(
///     fields: ["id", "title"], filter: ["status": .eq("published")], sort: ["-date_created"], limit: 10)
/// ```
public struct Query: Sendable, Equatable {
    /// Which fields; empty: all that the server gives unasked.
    public var fields: [Field]
    /// Which items.
    public var filter: Filter?
    /// Text that one of the items' fields must hold.
    public var search: String?
    /// The order: names of fields, with a minus before them for descending.
    public var sort: [String]
    /// How many at most; -1 for all.
    public var limit: Int?
    /// How many to skip, from 0.
    public var offset: Int?
    /// Which page of `limit` items, from 1.
    public var page: Int?
    /// Queries for related items, by the relation's field.
    public var deep: Deep?
    /// Other names for fields: the new name, and the field.
    public var alias: KeyValuePairs<String, String>
    /// Functions over the items.
    public var aggregate: [Aggregation]
    /// What to group them by.
    public var groupBy: [String]
    /// The content version to read.
    public var version: String?
    /// Whether to read the version's own values only.
    public var versionRaw: Bool
    /// Counts to send along: `*`, `total_count` or `filter_count`. Read them with `response(for:)`.
    public var meta: String?
    /// Other parameters: text as it is, anything else as JSON; what is empty is left out.
    public var custom: JSON.Object

    /// A query with these parts.
    public init(
        fields: [Field] = [], filter: Filter? = nil, search: String? = nil, sort: [String] = [], limit: Int? = nil,
        offset: Int? = nil, page: Int? = nil, deep: Deep? = nil, alias: KeyValuePairs<String, String> = [:],
        aggregate: [Aggregation] = [], groupBy: [String] = [], version: String? = nil, versionRaw: Bool = false,
        meta: String? = nil, custom: JSON.Object = [:]
    ) {
        self.fields = fields
        self.filter = filter
        self.search = search
        self.sort = sort
        self.limit = limit
        self.offset = offset
        self.page = page
        self.deep = deep
        self.alias = alias
        self.aggregate = aggregate
        self.groupBy = groupBy
        self.version = version
        self.versionRaw = versionRaw
        self.meta = meta
        self.custom = custom
    }

    public static func == (one: Query, other: Query) -> Bool {
        one.json == other.json
    }

    /// The query as one JSON object, as `SEARCH` takes it in its body.
    var json: JSON {
        var object = JSON.Object()
        func add(_ name: String, _ value: JSON?) {
            if let value, !value.isEmpty { object.append(name, value) }
        }
        add("fields", fields.flatMap(\.paths).filter { !$0.isEmpty }.json)
        add("filter", filter?.json)
        add("search", search?.json)
        add("sort", sort.json)
        add("limit", limit.flatMap { $0 >= -1 ? $0.json : nil })
        add("offset", offset.flatMap { $0 >= 0 ? $0.json : nil })
        add("page", page.flatMap { $0 >= 1 ? $0.json : nil })
        add("deep", deep?.json)
        add("alias", .object(alias.reduce(into: JSON.Object()) { $0.append($1.key, .string($1.value)) }))
        add("aggregate", Aggregation.json(of: aggregate))
        add("groupBy", groupBy.json)
        add("version", version?.json)
        add("versionRaw", versionRaw ? true : nil)
        add("meta", meta?.json)
        for member in custom.members { add(member.name, member.value) }
        return .object(object)
    }

    /// The query as parameters of a URL: lists of names with commas, text and numbers as they are, the rest as JSON.
    var parameters: [(name: String, value: String)] {
        let lists: Set = ["fields", "sort", "groupBy"]
        return (json.object?.members ?? []).map { member in
            if lists.contains(member.name), let names = member.value.array {
                return (member.name, names.compactMap(\.string).joined(separator: ","))
            }
            return (member.name, member.value.string ?? member.value.text)
        }
    }

    var isEmpty: Bool { json.isEmpty }
}

extension JSON {
    /// Whether there is nothing in it: null, or an empty text, list or object.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.members.isEmpty
        case .bool, .integer, .number: false
        }
    }
}
