import MedusaSDK
import SDKTestSupport
import Testing

/// A call of a client, and what of it must reach the server.
struct CallCase<Client: Sendable>: Sendable, CustomTestStringConvertible {
    let method: String
    let target: String
    let body: String?
    let send: @Sendable (Client) async throws -> Void

    init(
        _ method: String, _ target: String, _ body: String? = nil,
        send: @escaping @Sendable (Client) async throws -> Void
    ) {
        self.method = method
        self.target = target
        self.body = body
        self.send = send
    }

    var testDescription: String { "\(method) \(target) \(body ?? "")" }

    /// Compares what arrived, byte for byte.
    func expect(_ request: TransportRequest, headers: [String]) {
        #expect(request.method == method)
        #expect(request.target == target)
        #expect(request.text == body)
        #expect(request.lines == headers)
    }
}
