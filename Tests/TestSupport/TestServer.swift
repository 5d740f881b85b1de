public import Foundation
public import Logging
public import SallyportCore
public import SallyportServer
import ServiceLifecycle

/// A real server in this process: HTTP on a free loopback port, SQLite in a temporary folder, and a clock of the test's own.
public struct TestServer: Sendable {
    public let port: Int
    public let installation: Installation
    public let clock: ManualClock
    /// The folder that holds database and secret.
    public let folder: URL

    public var client: HTTPClient { HTTPClient(port: port) }
    public var core: Core { installation.core }
    public var vault: any Vault { installation.vault }

    /// What a test configures unless it says otherwise: hashes that cost next to nothing.
    public static let environment = ["HOST": "127.0.0.1", "PORT": "0", "HASH_MEMORY_COST": "64", "HASH_TIME_COST": "1"]

    /// Starts a server, runs the body, and stops the server gracefully.
    ///
    /// - Parameters:
    ///   - environment: on top of ``environment``.
    ///   - usesDatabaseTime: leaves the time to PostgreSQL, as in earnest; ``clock`` then moves nothing.
    ///   - passwords: in place of the configured hasher.
    ///   - folder: of an earlier server, to go on with its database; else a new one, removed at the end.
    ///   - adjust: changes what no environment variable sets.
    public static func run<Value: Sendable>(
        _ environment: [String: String] = [:], clock: ManualClock = ManualClock(), usesDatabaseTime: Bool = false,
        passwords: (any PasswordHasher)? = nil, folder: URL? = nil, logger: Logger? = nil,
        adjust: @Sendable (inout ServerApplication) -> Void = { _ in },
        _ body: @Sendable (TestServer) async throws -> Value
    ) async throws -> Value {
        let home = try folder ?? makeFolder()
        defer { if folder == nil { try? FileManager.default.removeItem(at: home) } }
        let outbox = home.appendingPathComponent("outbox").path
        let values = Self.environment.merging(["EMAIL_OUTBOX_PATH": outbox]) { $1 }.merging(
            try await TestDatabase.environment(for: home)
        ) { $1 }.merging(environment) { $1 }
        let configuration = try ServerConfiguration(environment: values)
        let logger = logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let installation = try await Installation.open(
            configuration, logger: logger, clock: usesDatabaseTime ? nil : clock.clock, passwords: passwords)
        var application = ServerApplication(installation, configuration, logger: logger)
        application.mailDelay = 0..<0
        adjust(&application)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let service = application.service { port in
            continuation.yield(port)
            continuation.finish()
        }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let port = await ports.first(where: { _ in true }) else { throw HTTPClient.ConnectionClosed() }
            let server = TestServer(port: port, installation: installation, clock: clock, folder: home)
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body(server)) } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try await installation.close()
            return try outcome.get()
        }
    }

    /// A new temporary folder.
    public static func makeFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "sallyport-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
