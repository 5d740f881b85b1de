import DirectusSDK
import SDKRuntime
import SDKTestSupport
import Testing

/// A query, and the parameters `name=value` that the server must read from the URL, in any order.
struct QueryCase: Sendable, CustomTestStringConvertible {
    let query: Query
    let parameters: Set<String>

    init(_ query: Query, _ parameters: String...) {
        self.query = query
        self.parameters = Set(parameters)
    }

    var testDescription: String { parameters.sorted().joined(separator: "&") }

    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(.readItems("articles", query))
        let request = try await fixture.onlyRequest()
        #expect(Set(request.parameters) == parameters, sourceLocation: sourceLocation)
        #expect(request.parameters.count == parameters.count, sourceLocation: sourceLocation)
        #expect(request.body == nil, sourceLocation: sourceLocation)
    }
}
