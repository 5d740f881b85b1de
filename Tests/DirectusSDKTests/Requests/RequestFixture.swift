import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

/// A client without a session whose server is a script.
struct RequestFixture {
    static let address = "https://directus.example.com"

    let clock: ManualSessionClock
    let transport: ScriptedTransport
    /// To be composed further.
    let plain: DirectusClient<NoInterface, Anonymous>

    init(
        _ address: String = Self.address, retries: RetryPolicy = .never,
        script: @escaping ScriptedTransport.Script = { _, _ in .noContent }
    ) throws {
        clock = ManualSessionClock()
        transport = ScriptedTransport(script)
        plain = try createDirectus(
            address, options: ClientOptions(transport: transport, clock: clock, retries: retries, chance: { 0.5 }))
    }

    var client: DirectusClient<REST, Anonymous> { plain.with(.rest()) }

    /// The one request that reached the server.
    func onlyRequest() async throws -> TransportRequest {
        let requests = await transport.requests
        try #require(requests.count == 1)
        return requests[0]
    }
}

extension TransportRequest {
    /// Path and query, byte for byte.
    var target: String {
        let text = url.absoluteString
        return text.hasPrefix(RequestFixture.address) ? String(text.dropFirst(RequestFixture.address.count)) : text
    }

    /// The body as text.
    var text: String? { body.map { String(decoding: $0, as: UTF8.self) } }

    /// The parameters `name=value` in their order, decoded as the server decodes them.
    var parameters: [String] {
        (url.absoluteString.split(separator: "?", maxSplits: 1).dropFirst().first ?? "").split(separator: "&").map {
            $0.replacing("+", with: " ").removingPercentEncoding ?? "(not decodable)"
        }
    }
}
