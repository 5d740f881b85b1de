import SallyportCore

extension QueryParameters {
    /// The parameters as one object: `filter[status][_eq]=active` nests, `fields[]=id` and names that repeat make arrays
    /// (Directus spec section 3.7: depth 10, arrays up to 500).
    ///
    /// - Throws: 400 for nesting that is too deep.
    func object() throws(DirectusError) -> JSON.Object {
        var root = Node()
        for (name, value) in values {
            let path = Self.path(name)
            guard path.count <= Self.maximumDepth + 1 else {
                throw .invalidQuery("Parameters nest deeper than \(Self.maximumDepth) levels")
            }
            root.insert(value, at: path[...])
        }
        guard case .object(let object) = root.json else { return [:] }
        return object
    }

    private static let maximumDepth = 10

    /// `a[b][c]` is `a`, `b`, `c`; what is no such name is one name.
    private static func path(_ name: String) -> [String] {
        guard let open = name.firstIndex(of: "["), open != name.startIndex, name.hasSuffix("]") else { return [name] }
        let inner = name[name.index(after: open)...].dropLast()
        return [String(name[..<open])] + inner.split(separator: "][", omittingEmptySubsequences: false).map(String.init)
    }

    /// What stands at a name: texts, and what nests.
    private struct Node {
        private var texts: [String] = []
        private var order: [String] = []
        private var inner: [String: Node] = [:]

        mutating func insert(_ text: String, at path: ArraySlice<String>) {
            guard let name = path.first else {
                texts.append(text)
                return
            }
            if name.isEmpty, path.count == 1 {
                texts.append(text)
                return
            }
            if inner[name] == nil { order.append(name) }
            inner[name, default: Node()].insert(text, at: path.dropFirst())
        }

        var json: JSON {
            guard !order.isEmpty else {
                return texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSON.string))
            }
            let values = order.map { inner[$0]?.json ?? .null }
            // `_and[0][…]`, `_and[1][…]`: numbers from 0 on make an array.
            if order.count <= 500, order == order.indices.map(String.init) { return .array(values) }
            var object = JSON.Object()
            for (name, value) in zip(order, values) { object.append(name, value) }
            return .object(object)
        }
    }
}
