import SallyportCore
import TestSupport
import Testing

/// Several nodes on one PostgreSQL count together what they let through (`RATE_LIMITER_STORE`).
@Suite("Rate limits shared between nodes", .timeLimit(.minutes(2)))
struct SharedRateLimitTests {
    private static let ten = [
        "RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "10", "RATE_LIMITER_DURATION": "3600",
        "DB_CLIENT": "pg", "SECRET": "a secret that both nodes of this test have",
    ]

    /// Two servers on one fresh database; the clock stands.
    private static func withNodes(
        _ environment: [String: String] = [:], on place: PostgreSQLServer.Database,
        _ body: @Sendable ([TestServer]) async throws -> Void
    ) async throws {
        let values = ten.merging(["DB_CONNECTION_STRING": place.connectionString]) { $1 }.merging(environment) { $1 }
        let clock = ManualClock()
        try await TestServer.run(values, clock: clock) { first in
            try await TestServer.run(values, clock: clock) { second in try await body([first, second]) }
        }
    }

    /// What the nodes have told each other.
    private static func told(_ place: PostgreSQLServer.Database) async throws -> Int {
        try await place.query("SELECT points FROM rate_limits WHERE limiter = 'address'").first.flatMap { Int($0) } ?? 0
    }

    private static func waitUntilTold(_ points: Int, _ place: PostgreSQLServer.Database) async throws {
        while try await told(place) < points { try Task.checkCancellation() }
    }

    @Test("two nodes let through the limit together, and at most two more when each request is told before the next")
    func together() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            try await Self.withNodes(on: place) { nodes async throws in
                // A node hears the total when it tells of a request of its own. So when it is asked, it lacks the other's
                // last request, and while what it last heard is not noted yet, the one before that: two at most.
                var passed = 0
                for number in 0..<30 {
                    let status = try await nodes[number % 2].client.send("GET", "/server/ping").status
                    if status == 200 {
                        passed += 1
                        try await Self.waitUntilTold(passed, place)
                    } else {
                        #expect(status == 429)
                    }
                }
                #expect((10...12).contains(passed))
                let resets = try await concurrently(nodes) { node in
                    let answer = try await node.client.send("GET", "/server/ping")
                    #expect(answer.status == 429)
                    #expect(answer.errorCode == "REQUESTS_EXCEEDED")
                    #expect(answer["Retry-After"] == "3600")
                    return answer.json["errors"]?.array?.first?["extensions"]?["reset"]
                }
                // The clock stands since both were opened.
                #expect(resets == ["2026-06-05T13:00:00.000Z", "2026-06-05T13:00:00.000Z"])
                // The window ends for both.
                nodes[0].clock.advance(by: .seconds(3600))
                for node in nodes { #expect(try await node.client.send("GET", "/server/ping").status == 200) }
            }
        }
    }

    @Test("of a burst at both at once, each lets through the limit at most; afterwards both know")
    func burst() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            try await Self.withNodes(on: place) { nodes async throws in
                let statuses = try await concurrently(Array(0..<60)) { number in
                    (node: number % 2, status: try await nodes[number % 2].client.send("GET", "/server/ping").status)
                }
                let passed = statuses.filter { $0.status == 200 }
                #expect(passed.count >= 10)
                for node in 0..<2 { #expect(passed.count { $0.node == node } <= 10) }
                try await Self.waitUntilTold(passed.count, place)
                // Each that still lets one through hears, when it tells of it, that it was too many.
                var late = 0
                for number in 0..<20 {
                    guard try await nodes[number % 2].client.send("GET", "/server/ping").status == 200 else { continue }
                    late += 1
                    try await Self.waitUntilTold(passed.count + late, place)
                }
                #expect(late <= 2)
            }
        }
    }

    @Test("with RATE_LIMITER_STORE=memory each node counts for itself, and nothing is written")
    func memory() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            try await Self.withNodes(["RATE_LIMITER_STORE": "memory"], on: place) { nodes async throws in
                for node in nodes {
                    for _ in 0..<10 { #expect(try await node.client.send("GET", "/server/ping").status == 200) }
                    #expect(try await node.client.send("GET", "/server/ping").status == 429)
                }
                #expect(try await nodes[0].core.rateLimits.exchange() == 0)
                #expect(try await place.query("SELECT limiter FROM rate_limits").isEmpty)
            }
        }
    }

    @Test("while the database is away each node still limits, and when it is back they count together again")
    func away() async throws {
        try await PostgreSQLServer.use { server async throws in
            let place = try await server.makeDatabase()
            try await Self.withNodes(on: place) { nodes async throws in
                await server.stop()
                for _ in 0..<6 { #expect(try await nodes[0].client.send("GET", "/server/ping").status == 200) }
                for number in 0..<12 {
                    let status = try await nodes[1].client.send("GET", "/server/ping").status
                    #expect(status == (number < 10 ? 200 : 429))
                }
                try await server.start()
                // An unlogged table is emptied by a crash, not by a stop in order; either way all of it is told again.
                try await Self.waitUntilTold(16, place)
                var passed = 0
                for _ in 0..<4 {
                    guard try await nodes[0].client.send("GET", "/server/ping").status == 200 else { continue }
                    passed += 1
                    try await Self.waitUntilTold(16 + passed, place)
                }
                // It told before the other did, perhaps, and lacks what it will hear with its next request.
                #expect(passed <= 2)
            }
        }
    }

    @Test("the table costs no log, and a crash may empty it")
    func unlogged() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            try await Self.withNodes(on: place) { _ async throws in
                #expect(
                    try await place.query("SELECT relpersistence FROM pg_class WHERE relname = 'rate_limits'") == ["u"])
            }
        }
    }
}
