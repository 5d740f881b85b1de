import Foundation
import SallyportCore
import TestSupport
import Testing

/// `sallyport database copy`
@Suite("Moving to another database", .timeLimit(.minutes(5)))
struct DatabaseCopyTests {
    private static let secret = SecretChangeTests.old

    /// Serves on SQLite's usual file, whatever the tests run on.
    private static let sqlite = [
        "DB_CLIENT": "sqlite3", "DB_CONNECTION_STRING": "", "SECRET": secret, "SESSION_REFRESH_GRACE_PERIOD": "0s",
    ]

    private static func postgreSQL(_ database: PostgreSQLServer.Database) -> [String: String] {
        [
            "DB_CLIENT": "pg", "DB_CONNECTION_STRING": database.connectionString, "SECRET": secret,
            "SESSION_REFRESH_GRACE_PERIOD": "0s",
        ]
    }

    @Test("from SQLite to PostgreSQL and back: sessions, static tokens and passwords go on, what was ended stays dead")
    func thereAndBack() async throws {
        try await PostgreSQLServer.withDatabase { database in
            try await Site.use { site in
                let first = try await site.serve(Self.sqlite.merging(Administrator.environment) { $1 })
                var wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: first, $0) }
                for index in wallets.indices { #expect(try await wallets[index].refresh(at: first).status == 200) }
                let ended = try await Wallet(signingInAt: first)
                #expect(try await ended.signOut(at: first).status == 204)
                #expect(await first.stop() == .success)

                let there = try await site.run(
                    "database", "copy", "--from", "data/sallyport.db", "--to", "env:TARGET",
                    environment: ["TARGET": database.connectionString])
                #expect(there.succeeded, "\(there)")
                #expect(there.output.contains("sessions\t4\n"), "\(there)")
                #expect(there.output.contains("rows were copied"))
                #expect(!there.description.contains(database.server.password))
                let second = try await site.serve(Self.postgreSQL(database))
                try await expectToGoOn(&wallets, ended, at: second)
                #expect(await second.stop() == .success)

                let back = try await site.run(
                    "database", "copy", "--to", "sqlite:back/sallyport.db", environment: Self.postgreSQL(database))
                #expect(back.succeeded, "\(back)")
                let third = try await site.serve(Self.sqlite.merging(["DB_FILENAME": "back/sallyport.db"]) { $1 })
                try await expectToGoOn(&wallets, ended, at: third)
                let file = site.folder.appendingPathComponent("back/sallyport.db")
                #expect(try file.permissions() == 0o600)
            }
        }
    }

    @Test("killed in the middle, it leaves the target empty, and can be tried again")
    func killed() async throws {
        try await PostgreSQLServer.withDatabase { database in
            try await Site.use { site in
                let server = try await site.serve(Self.sqlite.merging(Administrator.environment) { $1 })
                var wallet = try await Wallet(signingInAt: server)
                #expect(await server.stop() == .success)
                let arguments = ["database", "copy", "--from", "data/sallyport.db", "--to", database.connectionString]
                // Makes the schema, and is refused for the sake of a row that does not stay.
                try await prepare(database, site)

                // Somebody holds a table that comes late, so that the copy stands still before it.
                async let holding: [String] = database.query(
                    "BEGIN; LOCK TABLE sessions IN SHARE MODE; SELECT pg_sleep(300)")
                try await wait(database, for: "query LIKE '%pg_sleep%' AND wait_event = 'PgSleep'")
                let copying = try site.start(arguments, [:])
                try await wait(database, for: "application_name = 'sallyport' AND wait_event_type = 'Lock'")
                copying.send(SIGKILL)
                _ = await copying.ended()
                try await database.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                _ = try? await holding
                let left = try await timeOfLast(within: .seconds(20)) {
                    try await database.query(
                        """
                        SELECT 1 FROM pg_stat_activity WHERE application_name = 'sallyport' AND datname = current_database()
                        """
                    ).isEmpty == false
                }
                #expect(left != nil)
                for table in ["keys", "roles", "policies", "accounts", "sessions", "activity"] {
                    #expect(try await database.query("SELECT count(*) FROM \(table)") == ["0"], "\(table)")
                }

                let again = await Finished(try site.start(arguments, [:]))
                #expect(again.succeeded, "\(again)")
                let next = try await site.serve(Self.postgreSQL(database))
                #expect(try await wallet.refresh(at: next).status == 200)
            }
        }
    }

    @Test("what cannot be copied is told with its cure, without a password, and nothing is changed")
    func refusals() async throws {
        try await PostgreSQLServer.withDatabase { database in
            try await Site.use { site in
                let server = try await site.serve(Self.sqlite.merging(Administrator.environment) { $1 })
                #expect(await server.stop() == .success)
                let other = Self.sqlite.merging(["DB_FILENAME": "other/sallyport.db"]) { $1 }
                    .merging(Administrator.environment) { $1 }
                #expect(await (try await site.serve(other)).stop() == .success)
                let password = "a-password-that-nobody-may-see"
                let mistakes: [(from: String, to: String, words: String, code: Int32)] = [
                    ("data/sallyport.db", "sqlite:./data/../data/sallyport.db", "same database", 1),
                    ("data/sallyport.db", "other/sallyport.db", "has accounts", 1),
                    ("nowhere.db", "other/sallyport.db", "no database nowhere.db", 78),
                    ("data/sallyport.db", "env:NOWHERE", "--to: names a variable that is not set", 78),
                    ("mysql://x:\(password)@localhost/y", "other/sallyport.db", "--from: is no address", 78),
                    ("data/sallyport.db", "postgres://x:\(password)@@localhost/y", "--to: ", 78),
                    ("data/sallyport.db", "postgres://x:\(password)@127.0.0.1:1/y", "127.0.0.1:1/y", 69),
                    (database.connectionString, "fresh.db", "no database of Sallyport", 1),
                ]
                for mistake in mistakes {
                    let finished = try await site.run("database", "copy", "--from", mistake.from, "--to", mistake.to)
                    #expect(finished.ending == Program.Ending(code: mistake.code), "\(mistake.words): \(finished)")
                    #expect(finished.errors.contains(mistake.words), "\(finished)")
                    #expect(!finished.description.contains(password))
                    #expect(!finished.description.contains(database.server.password))
                }
                let neither = try await site.run("database", "copy")
                #expect(!neither.succeeded && neither.errors.contains("--from or --to"))
                #expect(await (try await site.serve(other)).stop() == .success)
            }
        }
    }

    /// Brings the empty database to this version's schema.
    private func prepare(_ database: PostgreSQLServer.Database, _ site: Site) async throws {
        let server = try await site.serve(Self.postgreSQL(database))
        #expect(await server.stop() == .success)
        try await database.query("DELETE FROM keys")
    }

    private func wait(_ database: PostgreSQLServer.Database, for condition: String) async throws {
        let last = try await timeOfLast(within: .seconds(30)) {
            try await database.query(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND \(condition)"
            ).isEmpty
        }
        #expect(last != nil, "\(condition)")
    }

    private func expectToGoOn(_ wallets: inout [Wallet], _ ended: Wallet, at server: RunningServer) async throws {
        for index in wallets.indices {
            #expect(try await wallets[index].readSelf(at: server).status == 200)
            for _ in 0..<2 { #expect(try await wallets[index].refresh(at: server).status == 200) }
        }
        #expect(try await Wallet(signingInAt: server).readSelf(at: server).status == 200)
        let byToken = try await server.client.send(
            "GET", "/users/me", headers: [("Authorization", "Bearer \(Administrator.token)")])
        #expect(byToken.status == 200)
        var ended = ended
        #expect(try await ended.readSelf(at: server).status == 401)
        #expect(try await ended.refresh(at: server).status == 401)
    }
}
