import Foundation
import TestSupport
import Testing

/// Design section 8: "All problems are reported at once, each with the name, the value's problem and the cure (never a
/// secret's value)."
@Suite("Starting with something wrong", .timeLimit(.minutes(5)))
struct ConfigurationProblemsTests {
    /// `EX_CONFIG` of sysexits.h.
    static let refused = Program.Ending(code: 78)

    @Test("all problems are told at once, without any secret, and nothing is made")
    func allAtOnce() async throws {
        try await Site.use { site in
            let environment = [
                "SECRET": "too-short-a-secret", "PORT": "70000", "ACCESS_TOKEN_TTL": "900",
                "SESSION_COOKIE_SAME_SITE": "sideways", "DB_CLIENT": "oracle", "ADMIN_PASSWORD": "password-of-nobody",
                "ADMIN_TOKEN": "token-of-nobody", "REFRESH_TOKEN_COOKIE_SECURE": "perhaps", "HASH_PARALLELISM": "4",
                "SECRET_PREVIOUS_FILE": "/nowhere/secret",
            ]
            let finished = try await site.run("serve", environment: environment)
            #expect(finished.ending == Self.refused, "\(finished)")
            #expect(finished.output.isEmpty)
            let told = finished.errors.split(separator: "\n").filter { $0.hasPrefix("  - ") }
            let names =
                environment.keys.filter { $0 != "ADMIN_PASSWORD" && $0 != "ADMIN_TOKEN" } + ["ADMIN_EMAIL"]
            for name in names {
                #expect(told.filter { $0.hasPrefix("  - \(name): ") }.count == 1, "\(name) in\n\(finished.errors)")
            }
            #expect(told.count == names.count, "\(finished.errors)")
            for name in ["SECRET", "ADMIN_PASSWORD", "ADMIN_TOKEN"] {
                let value = try #require(environment[name])
                #expect(!finished.errors.contains(value), "the value of \(name)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder.path).isEmpty)
        }
    }

    @Test(
        "attack 31: an empty, short, well-known or monotonous SECRET is refused",
        arguments: [
            "short", "6116487b-cda1-52c2-b5b5-c8022c45e263", "supersecret", "replace-with-random-value",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ])
    func weakSecret(_ secret: String) async throws {
        try await Site.use { site in
            let finished = try await site.run("serve", environment: ["SECRET": secret])
            #expect(finished.ending == Self.refused)
            #expect(finished.errors.contains("SECRET: "))
            #expect(finished.errors.contains("openssl rand"))
            #expect(!finished.errors.contains(secret) || secret == "short")
        }
    }

    @Test("an empty SECRET is refused, also in .env")
    func emptySecret() async throws {
        try await Site.use { site in
            #expect(try await site.run("serve", environment: ["SECRET": ""]).ending == Self.refused)
            let file = site.folder.appendingPathComponent(".env")
            try Data("SECRET=\n".utf8).write(to: file)
            #expect(try await site.run("serve", without: ["SECRET"]).ending == Self.refused)
        }
    }

    @Test("a line of .env that cannot be read is told by its number, not by its text")
    func brokenEnvironmentFile() async throws {
        try await Site.use { site in
            let file = "ADMIN_EMAIL=\(Administrator.email)\nADMIN_PASSWORD \(Administrator.password)\n"
            try Data(file.utf8).write(to: site.folder.appendingPathComponent(".env"))
            let finished = try await site.run("serve")
            #expect(finished.ending == Self.refused)
            #expect(finished.errors.contains(".env, line 2"))
            #expect(!finished.errors.contains(Administrator.password))
        }
    }

    @Test("the command line refuses a wrong configuration too")
    func commandLine() async throws {
        try await Site.use { site in
            let finished = try await site.run("user", "list", environment: ["SECRET": "short"])
            #expect(finished.ending == Self.refused)
            #expect(finished.errors.contains("SECRET: "))
        }
    }

    @Test("a database of a newer schema is refused, and left as it is")
    func newerSchema() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            #expect(await server.stop() == .success)
            try await site.database.query(
                "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, 'the future', 'x', 0)",
                at: site)
            let before = try await site.database.dump(at: site)

            for arguments in [["serve"], ["user", "list"]] {
                let finished = await Finished(try site.start(arguments, [:]))
                #expect(finished.ending == Self.refused, "\(finished)")
                #expect(finished.errors.contains("schema 9999"))
                #expect(finished.errors.contains("newer Sallyport"))
                #expect(try await site.database.dump(at: site) == before)
            }

            try await site.database.query("DELETE FROM migrations WHERE number = 9999", at: site)
            _ = try await Wallet(signingInAt: site.serve())
        }
    }

    @Test("what is no database is refused, and left as it is", .enabled(if: SQLiteOnly.noDatabaseAtStart.isRun))
    func noDatabase() async throws {
        try await Site.use { site in
            try FileManager.default.createDirectory(at: site.data, withIntermediateDirectories: true)
            let text = Data("This is a letter, not a database. It is long enough to have a header of its own.\n".utf8)
            try text.write(to: site.database.file)
            let finished = try await site.run("serve")
            #expect(finished.ending == Self.refused, "\(finished)")
            #expect(finished.errors.contains("sallyport.db"))
            #expect(try Data(contentsOf: site.database.file) == text)
        }
    }

    @Test("an address that is in use is told, with its cure")
    func addressInUse() async throws {
        try await Site.use { site in
            let server = try await site.serve()
            let finished = try await site.run("serve", environment: ["PORT": "\(server.port)"])
            #expect(finished.ending == Program.Ending(code: 1), "\(finished)")
            #expect(finished.errors.contains("HOST or PORT"))
            #expect(try await server.client.send("GET", "/server/ping").status == 200)
        }
    }
}
