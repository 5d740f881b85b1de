/// Fields that an answer shall have: names, and below relations what is wanted of the related items.
///
/// ```swift
/// let fields: [Field] = ["id", "title", ["author": ["name", ["avatar": ["id"]]]]]     // author.name,author.avatar.id
/// let anyOf: [Field] = [["blocks": .of(["header": ["title"], "text": ["body"]])]]     // blocks:header.title,…
/// ```
public struct Field: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral {
    /// The paths, as the wire has them.
    let paths: [String]

    /// One field, or a path with points in it; `*` is all of them.
    public init(_ name: String) {
        paths = [name]
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    public init(dictionaryLiteral elements: (String, Selection)...) {
        paths = elements.flatMap { name, selection in selection.paths.map { name + $0 } }
    }

    /// What is wanted of related items.
    public struct Selection: Sendable, Equatable, ExpressibleByArrayLiteral {
        /// The paths, each with what parts it from the relation's name.
        let paths: [String]

        private init(paths: [String]) {
            self.paths = paths
        }

        /// These fields.
        public init(_ fields: [Field]) {
            paths = fields.flatMap(\.paths).map { "." + $0 }
        }

        public init(arrayLiteral elements: Field...) {
            self.init(elements)
        }

        /// Of a relation to several collections (many to any): for each collection its fields.
        public static func of(_ collections: KeyValuePairs<String, [Field]>) -> Selection {
            Selection(
                paths: collections.flatMap { collection, fields in
                    fields.flatMap(\.paths).map { ":\(collection).\($0)" }
                })
        }
    }
}
