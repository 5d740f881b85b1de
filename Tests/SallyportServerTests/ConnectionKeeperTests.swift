import SallyportServer
import TestSupport
import Testing

/// `DB_POOL__MIN` in a server that runs.
@Suite("Keeping connections to PostgreSQL", .timeLimit(.minutes(1)))
struct ConnectionKeeperTests {
    @Test("a server that was just started has as many as it is to keep, beside the one that listens")
    func start() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let environment = [
                "DB_CLIENT": "pg", "DB_CONNECTION_STRING": place.connectionString, "DB_POOL__MIN": "5",
                "SECRET": "a secret of more than thirty-two characters",
            ]
            // The postman would need one more, were he at work while they are made.
            try await TestServer.run(environment, adjust: { $0.mailDelay = 60..<61 }) { _ async throws in
                var count = 0
                while count < 6 {
                    try Task.checkCancellation()
                    let rows = try await place.query(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = '\(place.name)' AND application_name = 'sallyport'
                        """)
                    count = rows.first.flatMap { Int($0) } ?? 0
                }
                #expect(count == 6)
            }
        }
    }
}
