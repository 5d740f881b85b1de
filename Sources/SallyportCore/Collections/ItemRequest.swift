/// What a client asks of a collection, in its own words, before names are resolved and rights are looked at (Directus spec
/// section 3.7).
public struct ItemRequest: Sendable {
    /// `fields`, with dots for relations; empty is `*`.
    public var fields: [String] = []
    /// `filter`
    public var filter: JSON = .null
    /// `search`
    public var search: String?
    /// `sort`: names, with `-` before what descends.
    public var sort: [String] = []
    /// `limit`; -1 is all, `nil` a hundred.
    public var limit: Int?
    /// `offset`
    public var offset: Int?
    /// `page`, from 1 on.
    public var page: Int?
    /// `aggregate`: the functions and the fields of each.
    public var aggregate: [(function: String, fields: [String])] = []
    /// `groupBy`
    public var groups: [String] = []
    /// `deep`: by the names of relations, what `_filter`, `_sort`, `_limit`, `_offset`, `_page` and `_search` say of them.
    public var deep: JSON.Object = [:]
    /// `meta`: `total_count`, `filter_count`.
    public var counts: Set<Count> = []

    /// What `meta` can count.
    public enum Count: String, Sendable, CaseIterable {
        case total = "total_count"
        case filtered = "filter_count"
    }

    /// Everything, as far as it may be read.
    public init() {}

    /// A hundred items unless said otherwise: Directus' `QUERY_LIMIT_DEFAULT`.
    static let defaultLimit = 100
}
