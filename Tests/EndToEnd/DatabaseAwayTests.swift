import Foundation
import SallyportCore
import TestSupport
import Testing

/// PostgreSQL is stopped, frozen, started again: through the public door, on a real one.
@Suite("While the database is away", .timeLimit(.minutes(5)))
struct DatabaseAwayTests {
    private static func environment(_ database: PostgreSQLServer.Database) -> [String: String] {
        [
            "DB_CLIENT": "pg", "DB_CONNECTION_STRING": database.connectionString, "SECRET": SecretChangeTests.old,
            "DB_POOL__MAX": "4",
        ].merging(Administrator.environment) { $1 }
    }

    /// How long a health check may take, on a machine that does other things as well.
    private static let bound: Duration = .seconds(4)

    @Test("an administrator learns the database's time and connections")
    func checks() async throws {
        try await PostgreSQLServer.withDatabase { database in
            try await Site.use { site in
                let server = try await site.serve(Self.environment(database))
                let answer = try await server.client.send(
                    "GET", "/server/health", headers: [("Authorization", "Bearer \(Administrator.token)")])
                #expect(answer.status == 200)
                let checks = try #require(answer.json["checks"]?.object)
                #expect(
                    checks.members.map(\.name) == ["pg:responseTime", "pg:connectionsAvailable", "pg:connectionsUsed"])
                let used = checks["pg:connectionsUsed"]?.array?.first?["observedValue"]
                let available = checks["pg:connectionsAvailable"]?.array?.first?["observedValue"]
                guard case .integer(let used)? = used, case .integer(let available)? = available else {
                    Issue.record("no numbers in \(answer.text)")
                    return
                }
                #expect(used >= 0 && used + available == 4)
                #expect(checks["pg:responseTime"]?.array?.first?["threshold"] == 150)
            }
        }
    }

    @Test("stopped: 503 at once and for everybody, ping answers; started again: everything goes on by itself")
    func stopped() async throws {
        try await PostgreSQLServer.use { database in
            try await Site.use { site in
                let server = try await site.serve(Self.environment(try await database.makeDatabase()))
                var wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: server, $0) }
                await database.stop()
                try await expectUnwell(server)
                // What the node believes it believes for a second.
                let last = try await timeOfLast(within: .seconds(5)) {
                    try await wallets[0].readSelf(at: server).status == 200
                }
                #expect(last != nil)
                let start = ContinuousClock.now
                for index in wallets.indices {
                    expectUnavailable(try await wallets[index].readSelf(at: server))
                    expectUnavailable(try await wallets[index].refresh(at: server))
                    expectUnavailable(try await wallets[index].signOut(at: server))
                }
                expectUnavailable(try await signIn(at: server))
                #expect(ContinuousClock.now - start < .seconds(10))
                try await database.start()
                try await expectRecovery(server, &wallets)
            }
        }
    }

    @Test("frozen: health says so in a moment however many ask, and recovers by itself")
    func frozen() async throws {
        try await PostgreSQLServer.use { database in
            try await Site.use { site in
                let server = try await site.serve(Self.environment(try await database.makeDatabase()))
                var wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: server, $0) }
                try await database.freeze()
                for _ in 0..<2 {
                    _ = try await concurrently(Array(0..<8)) { _ in try await expectUnwell(server) }
                }
                // Health checks alone have not taken the connections of everybody else.
                expectUnavailable(try await signIn(at: server))
                database.thaw()
                try await expectRecovery(server, &wallets)
            }
        }
    }

    @Test("at start a database that is away is waited for, and found when it comes")
    func startsLater() async throws {
        try await PostgreSQLServer.use { database in
            try await Site.use { site in
                let place = try await database.makeDatabase()
                await database.stop()
                let program = try site.start(["serve"], Self.environment(place))
                let last = try await timeOfLast(within: .seconds(20)) { !program.errors.contains("Trying again") }
                #expect(last != nil)
                #expect(!program.errors.contains(database.password))
                try await database.start()
                let server = try await RunningServer(program)
                _ = try await Wallet(signingInAt: server)
            }
        }
    }

    @Test("a database that does not come ends the start with 69, other commands at once; a wrong password with 78")
    func neverStarts() async throws {
        try await PostgreSQLServer.use { database in
            try await Site.use { site in
                let place = try await database.makeDatabase()
                var wrong = Self.environment(place)
                wrong["DB_CONNECTION_STRING"] = place.connectionString.replacing(
                    database.password, with: "wrong-password")
                let refused = try await site.run("serve", environment: wrong)
                #expect(refused.ending == ConfigurationProblemsTests.refused, "\(refused)")
                await database.stop()
                let start = ContinuousClock.now
                let command = try await site.run("user", "list", environment: Self.environment(place))
                #expect(command.ending == Program.Ending(code: 69), "\(command)")
                #expect(ContinuousClock.now - start < .seconds(10))
                let finished = try await site.run("serve", environment: Self.environment(place))
                #expect(finished.ending == Program.Ending(code: 69), "\(finished)")
                #expect(finished.errors.contains("Check that PostgreSQL runs there"))
            }
        }
    }

    private func expectUnwell(_ server: RunningServer) async throws {
        let start = ContinuousClock.now
        let health = try await server.client.send("GET", "/server/health")
        #expect(ContinuousClock.now - start < Self.bound)
        #expect(health.status == 503)
        #expect(health.text == #"{"status":"error"}"#)
        #expect(try await server.client.send("GET", "/server/ping").text == "pong")
    }

    private func expectRecovery(_ server: RunningServer, _ wallets: inout [Wallet]) async throws {
        let last = try await timeOfLast(within: .seconds(30)) {
            try await server.client.send("GET", "/server/health").status != 200
        }
        #expect(last != nil)
        for index in wallets.indices {
            let answered = try await timeOfLast(within: .seconds(30)) {
                try await wallets[index].refresh(at: server).status == 503
            }
            #expect(answered != nil)
            #expect(try await wallets[index].readSelf(at: server).status == 200)
            #expect(try await wallets[index].refresh(at: server).status == 200)
        }
        #expect(try await signIn(at: server).status == 200)
    }

    private func signIn(at server: RunningServer) async throws -> HTTPAnswer {
        try await server.client.send(
            "POST", "/auth/login",
            json: ["email": .string(Administrator.email), "password": .string(Administrator.password)])
    }

    /// 503 and its code; never a token, never a cookie, set or cleared.
    private func expectUnavailable(_ answer: HTTPAnswer, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == 503, "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer.errorCode == "SERVICE_UNAVAILABLE", sourceLocation: sourceLocation)
        #expect(answer.json["data"] == nil, sourceLocation: sourceLocation)
        #expect(answer["Set-Cookie"] == nil, sourceLocation: sourceLocation)
    }
}
