import Logging
import SallyportCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import SallyportServer

@Suite("Sweeping beside the requests", .timeLimit(.minutes(1)))
struct SweeperTests {
    /// Notes how long the sweeper would wait, and ends it after some pauses.
    private final class Pauses: Sendable {
        private let noted = Mutex<[Duration]>([])
        let limit: Int

        init(limit: Int) {
            self.limit = limit
        }

        var all: [Duration] { noted.withLock { $0 } }

        func pause(_ duration: Duration) throws {
            let count = noted.withLock { noted in
                noted.append(duration)
                return noted.count
            }
            if count > limit { throw CancellationError() }
        }
    }

    private static let usual = Duration.seconds(30)..<Duration.seconds(60)

    private static func run(_ server: TestServer, rounds: Int, logger: Logger) async throws -> [Duration] {
        let pauses = Pauses(limit: rounds)
        let sweeper = Sweeper(core: server.core, logger: logger) { try pauses.pause($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: sweeper, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger))
        try await group.run()
        return pauses.all
    }

    @Test("it waits half a minute to a minute, and a second only after a full batch, until all is deleted")
    func pauses() async throws {
        try await TestServer.run { server async throws in
            let log = KeptLog(.warning)
            try await server.makeAdministrator()
            let account = try #require(
                try await server.vault.read { try $0.account(EmailAddress("admin@example.com"), in: .team) })
            let ended = server.clock.now
            let total = SweepSessions.batch + 1
            try await server.vault.write(.durable) { transaction in
                for number in 0..<total {
                    try transaction.insert(
                        Session(
                            id: Session.ID(rawValue: "session-\(number)"), account: account.id, provider: .default,
                            created: ended, lastSeen: ended, idleExpiry: ended, client: Client()))
                }
            }
            server.clock.advance(by: .seconds(86_401))
            let pauses = try await Self.run(server, rounds: 3, logger: log.logger)
            #expect(pauses.count == 4)
            #expect(Self.usual.contains(pauses[0]))
            #expect(pauses[1] == .seconds(1))
            #expect(Self.usual.contains(pauses[2]) && Self.usual.contains(pauses[3]))
            #expect(try await server.sessionCount(of: account.id) == 0)
            #expect(log.messages.isEmpty)
        }
    }

    @Test("while the database is away it says so, and tries again at the usual time")
    func away() async throws {
        try await TestServer.run { server async throws in
            let log = KeptLog(.warning)
            try await server.installation.close()
            let pauses = try await Self.run(server, rounds: 2, logger: log.logger)
            #expect(pauses.count == 3)
            #expect(pauses.allSatisfy { Self.usual.contains($0) })
            #expect(log.messages.count == 2)
            #expect(log.messages.allSatisfy { $0.contains("Nothing could be cleaned up") })
        }
    }
}
