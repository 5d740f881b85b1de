import DirectusSDK
import Foundation
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("One refresh at a time")
struct SingleRefreshTests {
    @Test("fifty callers who need a token at once share one refresh")
    func fiftyCallers() async throws {
        let gate = Gate()
        let fixture = SessionFixture(storage: MemoryStorage(SessionFixture.data(lifetime: .seconds(900)))) { _, _ in
            await gate.pass()
            return .tokens(access: "access-2", refresh: "refresh-2")
        }
        fixture.clock.advance(by: .seconds(880))
        let tokens = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await fixture.client.getToken() } }
            _ = await fixture.transport.requests(atLeast: 1)
            await gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "access-2", count: 50))
        #expect(await fixture.transport.requests.count == 1)
    }
}
