import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import TestSupport
import Testing

/// The core's flows on PostgreSQL, where many nodes meet at one row.
@Suite("PostgreSQL: sessions", .timeLimit(.minutes(2)))
struct PostgreSQLSessionTests {
    @Test("of fifty racers with one token, on two nodes, all get the same successor, and none is taken for a thief")
    func racers() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let databases = (0..<2).map { _ in
                PostgreSQLDatabase(
                    PostgreSQLConfiguration(parameters: place.parameters, patience: .seconds(30)),
                    machineClock: PostgreSQLSample.machineClock)
            }
            defer { for database in databases { database.close() } }
            let nodes = try await concurrently(databases) { try await Self.node(on: $0) }
            let made = try await concurrently(nodes) {
                try await $0.setUp(
                    SetUp.Administrator(email: EmailAddress("ada@example.com"), password: Password("correct horse 9")),
                    client: Client())
            }
            #expect(made.count { $0 } == 1)
            let signedIn = try await nodes[0].signIn(
                SignIn.Request(
                    realm: .team, email: EmailAddress("ada@example.com"), password: Password("correct horse 9"),
                    mode: .json, client: Client()))
            var current = signedIn.refreshToken.reveal()
            for round in 1...3 {
                let token = try #require(nodes[0].refreshTokens.decode(current))
                let successors = try await concurrently(Array(0..<50)) { number in
                    try await nodes[number % 2].refresh(token, mode: .json, realm: .team, client: Client())
                        .refreshToken.reveal()
                }
                #expect(Set(successors).count == 1)
                let successor = try #require(successors.first)
                // Within the grace period a rotated token is not rotated again (rule 5.1).
                #expect((successor != current) == (round == 1))
                current = successor
            }
            #expect(try await place.query("SELECT counter, revoked_at IS NULL FROM sessions") == ["1\tt"])
            #expect(
                try await place.query("SELECT action FROM activity WHERE action NOT IN ('create', 'login')").isEmpty)
        }
    }

    @Test("of the last two administrators only one resigns, though both try at once", arguments: 0..<5)
    func lastAdministrator(attempt: Int) async throws {
        try await Engine.postgreSQL.run { vault, clock async throws in
            let role = Role(id: Role.ID(rawValue: Samples.id()), name: "Administrator")
            let policy = Policy(id: Policy.ID(rawValue: Samples.id()), name: "Administrator", hasAdminAccess: true)
            let accounts = ["ada@example.com", "bob@example.com"].map { email in
                var account = Samples.account(email)
                account.role = role.id
                return account
            }
            try await vault.write(.durable) { transaction in
                try transaction.insert(role)
                try transaction.insert(policy)
                try transaction.attach(policy.id, to: .role(role.id), id: Samples.id())
                for account in accounts { try transaction.insert(account, profile: Profile(), at: clock.now) }
            }
            let rendezvous = Rendezvous(of: 2)
            let outcomes = try await concurrently(accounts) { account in
                try await vault.write(.durable) { transaction in
                    var resigned = account
                    resigned.status = .suspended
                    try transaction.update(resigned)
                    rendezvous.meet()
                    // Where such changes meet (`WriteItems`): one of them runs again, and sees what the other has done.
                    try transaction.set("access_changed_at", to: 1)
                    let hasResigned = try transaction.hasAdministrator(in: .team)
                    if !hasResigned { try transaction.update(account) }
                    return hasResigned
                }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }

    private static func node(on database: PostgreSQLDatabase) async throws -> Core {
        try await Migrations.apply(to: database)
        let vault = SQLVault(database)
        let keys = try await KeyRing.open(vault, secret: Samples.secret)
        return Samples.core(on: vault, keys: keys, clock: database.clock)
    }
}
