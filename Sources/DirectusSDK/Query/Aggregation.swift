import OrderedJSON

/// A function over items: `.count("*")`, `.sum("price", "tax")`. Directus answers counts, sums and averages as text.
public struct Aggregation: Sendable, Equatable {
    let function: String
    let fields: [String]

    /// `count`: how many; `*` for the items themselves.
    public static func count(_ fields: String...) -> Aggregation { Aggregation(function: "count", fields: fields) }
    /// `countDistinct`: how many different values.
    public static func countDistinct(_ fields: String...) -> Aggregation {
        Aggregation(function: "countDistinct", fields: fields)
    }
    /// `sum`.
    public static func sum(_ fields: String...) -> Aggregation { Aggregation(function: "sum", fields: fields) }
    /// `sumDistinct`: the sum of the different values.
    public static func sumDistinct(_ fields: String...) -> Aggregation {
        Aggregation(function: "sumDistinct", fields: fields)
    }
    /// `avg`: the average.
    public static func avg(_ fields: String...) -> Aggregation { Aggregation(function: "avg", fields: fields) }
    /// `avgDistinct`: the average of the different values.
    public static func avgDistinct(_ fields: String...) -> Aggregation {
        Aggregation(function: "avgDistinct", fields: fields)
    }
    /// `min`: the least.
    public static func min(_ fields: String...) -> Aggregation { Aggregation(function: "min", fields: fields) }
    /// `max`: the greatest.
    public static func max(_ fields: String...) -> Aggregation { Aggregation(function: "max", fields: fields) }

    /// One field is written as text, several as a list, from however many aggregations of that function.
    static func json(of aggregations: [Aggregation]) -> JSON {
        var object = JSON.Object()
        for function in aggregations.map(\.function) where object[function] == nil {
            let fields = aggregations.filter { $0.function == function }.flatMap(\.fields)
            if !fields.isEmpty { object.append(function, fields.count == 1 ? .string(fields[0]) : fields.json) }
        }
        return .object(object)
    }
}
