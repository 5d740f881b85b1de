import Foundation
import MedusaSDK
import OrderedJSON
import SDKTestSupport
import Testing

/// A server that is a script, and clients of it.
struct Fixture {
    static let address = "https://shop.example.com"

    let clock = ManualSessionClock()
    let transport: ScriptedTransport
    private let url: URL
    /// What the clients wait by, if not by the clock that the test moves.
    private let waiting: (any SessionClock)?

    init(
        _ address: String = Self.address, waiting: (any SessionClock)? = nil,
        script: @escaping ScriptedTransport.Script = { _, _ in .json([:]) }
    ) throws {
        self.waiting = waiting
        url = try #require(URL(string: address))
        transport = ScriptedTransport(script)
    }

    private var options: MedusaOptions {
        MedusaOptions(transport: transport, clock: waiting ?? clock, makeIdempotencyKey: { "key-1" })
    }

    /// A client of Medusa 1.
    func store(
        maxRetries: Int = 0, apiKey: String? = nil, publishableAPIKey: String? = nil, customHeaders: HeaderFields = [:],
        storage: any AuthenticationStorage = MemoryStorage()
    ) -> MedusaClient {
        MedusaClient(
            baseURL: url, maxRetries: maxRetries, apiKey: apiKey, publishableAPIKey: publishableAPIKey,
            customHeaders: customHeaders, storage: storage, options: options)
    }

    /// A client of Medusa 2.
    func v2(
        publishableKey: String? = nil, apiKey: String? = nil, globalHeaders: HeaderFields = [:],
        auth: MedusaV2Client.Authentication = .jwt, storage: any AuthenticationStorage = MemoryStorage()
    ) -> MedusaV2Client {
        MedusaV2Client(
            baseURL: url, publishableKey: publishableKey, apiKey: apiKey, globalHeaders: globalHeaders, auth: auth,
            storage: storage, options: options)
    }

    /// The last request that reached the server.
    func lastRequest() async throws -> TransportRequest {
        try #require(await transport.requests.last)
    }

    /// A value of each request's header, in order.
    func sent(_ name: String) async -> [String?] {
        await transport.requests.map { $0.headers[name] }
    }
}

extension TransportRequest {
    /// Path and query, byte for byte.
    var target: String {
        let text = url.absoluteString
        return text.hasPrefix(Fixture.address) ? String(text.dropFirst(Fixture.address.count)) : text
    }

    /// The body as text.
    var text: String? { body.map { String(decoding: $0, as: UTF8.self) } }

    /// The header's lines, in alphabetical order.
    var lines: [String] { headers.fields.map { "\($0.name): \($0.value)" }.sorted() }
}

/// What goes wrong in the body, as the type that it must have.
func failure(_ body: () async throws -> Void) async -> MedusaError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? MedusaError
    }
}
