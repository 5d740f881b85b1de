/// Does it for all at once, and gives the results in the order of the elements.
package func concurrently<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { tasks in
        for (index, element) in elements.enumerated() {
            tasks.addTask { (index, try await body(element)) }
        }
        return try await tasks.reduce(into: [Int: Value]()) { $0[$1.0] = $1.1 }
            .sorted { $0.key < $1.key }.map(\.value)
    }
}
