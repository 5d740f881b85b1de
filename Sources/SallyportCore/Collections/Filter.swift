/// Which items are meant. Names are resolved and values are typed; what stands here can be asked of storage as it is.
public indirect enum Filter: Sendable, Equatable {
    /// Each of these holds; without any, it is everything.
    case all([Filter])
    /// One of these holds; without any, it is nothing.
    case any([Filter])
    /// A field compares so.
    case compare(Operand, Comparison)
    /// An item on the other side of a relation is so, or none is.
    case related(Field, ItemCollection, Quantifier, Filter)

    /// Every item.
    public static let everything = Filter.all([])
    /// No item.
    public static let nothing = Filter.any([])

    /// Whether items on the other side are wanted or unwanted.
    public enum Quantifier: Sendable, Equatable {
        case some, none
    }

    /// Both.
    static func && (left: Filter, right: Filter) -> Filter {
        if left == .everything { return right }
        if right == .everything { return left }
        if left == .nothing || right == .nothing { return .nothing }
        return .all([left, right])
    }

    /// One of them, whichever.
    static func either(_ filters: [Filter]) -> Filter {
        filters.contains(.everything) ? .everything : filters.count == 1 ? filters[0] : .any(filters)
    }
}

/// What is compared, sorted by or shown: a field, perhaps through a function.
public struct Operand: Sendable, Equatable {
    /// The field.
    public var field: Field
    /// What is taken of the field's value.
    public var function: Function?
    /// In which items the caller may see the field; everywhere else it is null to him, in each part of a query alike.
    public var visibility: Filter
    /// Which items on the other side ``Function/count`` counts: those that the caller may see.
    public var counted = Filter.everything

    /// Directus' functions of dates, and the number of items on the other side of a relation.
    public enum Function: String, Sendable, CaseIterable {
        case year, month, week, day, weekday, hour, minute, second, count
    }

    /// A field, seen where the filter holds.
    public init(_ field: Field, function: Function? = nil, visibility: Filter = .everything) {
        self.field = field
        self.function = function
        self.visibility = visibility
    }

    /// Under which name it is shown: `last_access_year` for `year(last_access)`.
    var name: String {
        function.map { "\(field.name)_\($0.rawValue)" } ?? field.name
    }

    /// The kind of what comes out.
    public var kind: Field.Kind { function == nil ? field.kind : .integer }
}

/// How an operand compares (Directus spec section 5.9).
public enum Comparison: Sendable, Equatable {
    case equal(ItemValue)
    case unequal(ItemValue)
    case less(ItemValue)
    case lessOrEqual(ItemValue)
    case greater(ItemValue)
    case greaterOrEqual(ItemValue)
    case oneOf([ItemValue])
    case noneOf([ItemValue])
    case between(ItemValue, ItemValue)
    case outside(ItemValue, ItemValue)
    case isNull
    case isNotNull
    /// Null or an empty text.
    case isEmpty
    case isNotEmpty
    case text(TextMatch, String)

    /// How a text is looked for.
    public struct TextMatch: Sendable, Equatable {
        /// Where the text has to stand.
        public var place: Place
        /// `A` is `a`.
        public var ignoresCase = false
        /// It must not stand there.
        public var isNegated = false

        /// Where a text has to stand.
        public enum Place: Sendable, Equatable {
            case anywhere, start, end
        }
    }
}
