public import OrderedJSON

/// Queries for related items: `["translations": Deep(filter: ["language": .eq("de")], limit: 1)]`.
public struct Deep: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The query as the wire has it.
    public let json: JSON

    /// For a relation: which of its items, and queries for relations below.
    public init(
        filter: Filter? = nil, search: String? = nil, sort: [String] = [], limit: Int? = nil, offset: Int? = nil,
        page: Int? = nil, relations: KeyValuePairs<String, Deep> = [:]
    ) {
        var object = JSON.Object()
        func add(_ name: String, _ value: JSON?) {
            if let value, !value.isEmpty { object.append(name, value) }
        }
        add("_filter", filter?.json)
        add("_search", search?.json)
        add("_sort", sort.json)
        add("_limit", limit?.json)
        add("_offset", offset?.json)
        add("_page", page?.json)
        for (relation, deep) in relations { add(relation, deep.json) }
        json = .object(object)
    }

    public init(dictionaryLiteral elements: (String, Deep)...) {
        var object = JSON.Object()
        for (relation, deep) in elements { object.append(relation, deep.json) }
        json = .object(object)
    }
}
