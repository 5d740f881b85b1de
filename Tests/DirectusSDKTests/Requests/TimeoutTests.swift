import DirectusSDK
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("How long a request may take")
struct TimeoutTests {
    @Test("is the client's rule, and a command may have its own")
    func timeout() async throws {
        let transport = ScriptedTransport { _, _ in .json(["data": 1]) }
        let client = try createDirectus(
            RequestFixture.address, options: ClientOptions(transport: transport, timeout: .seconds(7))
        ).with(.rest())
        _ = try await client.request(.readMe())
        _ = try await client.request(.withOptions(.readMe()) { $0.timeout = .seconds(2) })
        #expect(await transport.requests.map(\.timeout) == [.seconds(7), .seconds(2)])
    }
}
