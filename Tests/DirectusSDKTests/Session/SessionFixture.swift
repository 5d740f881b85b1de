import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport

/// A client whose server is a script and whose clock is moved by hand.
struct SessionFixture {
    static let url = URL(string: "https://directus.example.com") ?? URL(filePath: "/")

    let clock: ManualSessionClock
    let transport: ScriptedTransport
    let storage: any AuthenticationStorage
    let client: DirectusSessionClient

    /// - Parameters:
    ///   - stored: the session that the storage begins with.
    ///   - script: the server.
    init(
        _ mode: AuthenticationMode = .json, autoRefresh: Bool = false,
        storage: any AuthenticationStorage = MemoryStorage(),
        clock: ManualSessionClock = ManualSessionClock(), retries: RetryPolicy = .never,
        _ script: @escaping ScriptedTransport.Script
    ) {
        self.clock = clock
        self.storage = storage
        transport = ScriptedTransport(script)
        client = DirectusClient(
            url: Self.url, authentication: mode, autoRefresh: autoRefresh, storage: storage,
            options: ClientOptions(transport: transport, clock: clock, retries: retries, chance: { 0.5 }))
    }

    /// Tokens of json mode, issued when the clock began.
    static func data(
        access: String = "access-1", refresh: String = "refresh-1", lifetime: Duration = .seconds(900),
        at issue: Date = ManualSessionClock().now
    ) -> AuthenticationData {
        AuthenticationData(
            accessToken: access, refreshToken: refresh, expires: Int64(lifetime.seconds * 1000),
            expiresAt: issue.addingTimeInterval(lifetime.seconds), mode: .json)
    }
}
