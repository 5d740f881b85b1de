public import OrderedJSON

/// Which items are meant (`specs/directus.md` 5.9): fields and operators, in the order in which you write them.
///
/// ```swift
/// let filter: Filter = [
///     "status": .eq("published"),
///     "author": ["name": .icontains("ada")],
///     "year(date_created)": .all(.gte(2024), .lt(2026)),
/// ]
/// let either: Filter = .or(["featured": .eq(true)], ["views": .gt(1000)])
/// ```
///
/// Operators are named as on the wire, without the underscore: `_istarts_with` is `istartsWith`.
public struct Filter: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The filter as the wire has it.
    public let json: JSON

    /// A filter that you have as JSON already.
    public init(json: JSON) {
        self.json = json
    }

    public init(dictionaryLiteral elements: (String, Filter)...) {
        var object = JSON.Object()
        for (field, filter) in elements { object.append(field, filter.json) }
        json = .object(object)
    }

    private init(_ name: String, _ value: JSON) {
        json = .object([name: value])
    }

    /// All of these operators on one field: `.all(.gte(18), .lt(65))`.
    public static func all(_ operators: Filter...) -> Filter {
        var object = JSON.Object()
        for member in operators.flatMap({ $0.json.object?.members ?? [] }) { object.append(member.name, member.value) }
        return Filter(json: .object(object))
    }

    /// `_and`: all of them.
    public static func and(_ filters: Filter...) -> Filter { Filter("_and", .array(filters.map(\.json))) }
    /// `_or`: one of them at least.
    public static func or(_ filters: Filter...) -> Filter { Filter("_or", .array(filters.map(\.json))) }
    /// `_some`: one related item at least.
    public static func some(_ filter: Filter) -> Filter { Filter("_some", filter.json) }
    /// `_none`: no related item.
    public static func none(_ filter: Filter) -> Filter { Filter("_none", filter.json) }
}

/// As the wire has it; so a filter can be part of what is written and read, as in a permission.
extension Filter: Codable {
    public init(from decoder: any Decoder) throws {
        json = try JSON(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}

// MARK: - Operators

extension Filter {
    /// `_eq`: equal.
    public static func eq(_ value: some JSONRepresentable) -> Filter { Filter("_eq", value.json) }
    /// `_neq`: not equal.
    public static func neq(_ value: some JSONRepresentable) -> Filter { Filter("_neq", value.json) }
    /// `_gt`: greater.
    public static func gt(_ value: some JSONRepresentable) -> Filter { Filter("_gt", value.json) }
    /// `_gte`: greater or equal.
    public static func gte(_ value: some JSONRepresentable) -> Filter { Filter("_gte", value.json) }
    /// `_lt`: less.
    public static func lt(_ value: some JSONRepresentable) -> Filter { Filter("_lt", value.json) }
    /// `_lte`: less or equal.
    public static func lte(_ value: some JSONRepresentable) -> Filter { Filter("_lte", value.json) }
    /// `_in`: one of these.
    public static func `in`(_ values: [some JSONRepresentable]) -> Filter { Filter("_in", values.json) }
    /// `_nin`: none of these.
    public static func nin(_ values: [some JSONRepresentable]) -> Filter { Filter("_nin", values.json) }

    /// `_between`: from the first to the second, both included.
    public static func between(_ lower: some JSONRepresentable, _ upper: some JSONRepresentable) -> Filter {
        Filter("_between", [lower.json, upper.json])
    }

    /// `_nbetween`: outside of the two.
    public static func nbetween(_ lower: some JSONRepresentable, _ upper: some JSONRepresentable) -> Filter {
        Filter("_nbetween", [lower.json, upper.json])
    }

    /// `_contains`: holds the text.
    public static func contains(_ text: String) -> Filter { Filter("_contains", .string(text)) }
    /// `_ncontains`: does not hold the text.
    public static func ncontains(_ text: String) -> Filter { Filter("_ncontains", .string(text)) }
    /// `_icontains`: holds the text, whatever its case.
    public static func icontains(_ text: String) -> Filter { Filter("_icontains", .string(text)) }
    /// `_starts_with`: begins with the text.
    public static func startsWith(_ text: String) -> Filter { Filter("_starts_with", .string(text)) }
    /// `_istarts_with`: begins with the text, whatever its case.
    public static func istartsWith(_ text: String) -> Filter { Filter("_istarts_with", .string(text)) }
    /// `_nstarts_with`: does not begin with the text.
    public static func nstartsWith(_ text: String) -> Filter { Filter("_nstarts_with", .string(text)) }
    /// `_nistarts_with`: does not begin with the text, whatever its case.
    public static func nistartsWith(_ text: String) -> Filter { Filter("_nistarts_with", .string(text)) }
    /// `_ends_with`: ends with the text.
    public static func endsWith(_ text: String) -> Filter { Filter("_ends_with", .string(text)) }
    /// `_iends_with`: ends with the text, whatever its case.
    public static func iendsWith(_ text: String) -> Filter { Filter("_iends_with", .string(text)) }
    /// `_nends_with`: does not end with the text.
    public static func nendsWith(_ text: String) -> Filter { Filter("_nends_with", .string(text)) }
    /// `_niends_with`: does not end with the text, whatever its case.
    public static func niendsWith(_ text: String) -> Filter { Filter("_niends_with", .string(text)) }
    /// `_empty`: is empty.
    public static func empty(_ isEmpty: Bool = true) -> Filter { Filter("_empty", .bool(isEmpty)) }
    /// `_nempty`: is not empty.
    public static func nempty(_ isNotEmpty: Bool = true) -> Filter { Filter("_nempty", .bool(isNotEmpty)) }
    /// `_null`: is null.
    public static func null(_ isNull: Bool = true) -> Filter { Filter("_null", .bool(isNull)) }
    /// `_nnull`: is not null.
    public static func nnull(_ isNotNull: Bool = true) -> Filter { Filter("_nnull", .bool(isNotNull)) }
    /// `_json`: the JSON value fulfils the filter.
    public static func json(_ filter: Filter) -> Filter { Filter("_json", filter.json) }
    /// `_intersects`: the shapes intersect; GeoJSON.
    public static func intersects(_ shape: JSON) -> Filter { Filter("_intersects", shape) }
    /// `_nintersects`: the shapes do not intersect; GeoJSON.
    public static func nintersects(_ shape: JSON) -> Filter { Filter("_nintersects", shape) }
    /// `_intersects_bbox`: the bounding boxes intersect; GeoJSON.
    public static func intersectsBbox(_ shape: JSON) -> Filter { Filter("_intersects_bbox", shape) }
    /// `_nintersects_bbox`: the bounding boxes do not intersect; GeoJSON.
    public static func nintersectsBbox(_ shape: JSON) -> Filter { Filter("_nintersects_bbox", shape) }
}
