import DirectusSDK
import SDKRuntime
import SDKTestSupport
import Testing

/// A command, and what of it must reach the server.
struct CommandCase: Sendable, CustomTestStringConvertible {
    let method: String
    let target: String
    let body: String?
    private let send: @Sendable (any RESTClient) async -> DirectusError?

    init<Output: Sendable>(
        _ command: RESTCommand<Output>, _ method: String, _ target: String, _ body: String? = nil
    ) {
        self.method = method
        self.target = target
        self.body = body
        send = { client in
            do throws(DirectusError) {
                _ = try await client.request(command)
                return nil
            } catch { return error }
        }
    }

    var testDescription: String { "\(method) \(target) \(body ?? "")" }

    /// Sends the command, and returns what went wrong.
    @discardableResult
    func run(by client: any RESTClient) async -> DirectusError? {
        await send(client)
    }

    /// Sends the command, and compares byte for byte what arrived.
    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let fixture = try RequestFixture()
        _ = await send(fixture.client)
        let request = try await fixture.onlyRequest()
        #expect(request.method == method, sourceLocation: sourceLocation)
        #expect(request.target == target, sourceLocation: sourceLocation)
        #expect(request.text == body, sourceLocation: sourceLocation)
        #expect(request.headers["Content-Type"] == "application/json", sourceLocation: sourceLocation)
    }

    /// The error of a command that must not reach the server.
    func refusal() async throws -> DirectusError? {
        let fixture = try RequestFixture()
        let error = await send(fixture.client)
        #expect(await fixture.transport.requests.isEmpty)
        return error
    }
}
