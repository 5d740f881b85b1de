import Foundation
import SallyportCore
import TestSupport
import Testing

/// Design section 8: Directus' names, from the environment, `.env` and `<NAME>_FILE`.
@Suite("Starting with a configuration", .timeLimit(.minutes(5)))
struct ConfiguredStartTests {
    @Test("the administrator of ADMIN_* can sign in at once, and the token opens /users/me")
    func administrator() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            #expect(server.setUpLink == nil)
            #expect(server.banner.contains(Administrator.email))
            try await expectAdministrator(at: server)
            let me = try await server.client.send(
                "GET", "/users/me", headers: [("Authorization", "Bearer \(Administrator.token)")])
            #expect(me.json["data"]?["email"]?.string == Administrator.email)
        }
    }

    @Test("ADMIN_* change nothing once there is an account")
    func administratorTwice() async throws {
        try await Site.use { site in
            let first = try await site.serve(Administrator.environment)
            #expect(await first.stop() == .success)
            let second = try await site.serve([
                "ADMIN_EMAIL": "other@example.com", "ADMIN_PASSWORD": "another-password",
            ])
            try await expectAdministrator(at: second)
            #expect(
                try await second.client.send(
                    "POST", "/auth/login", json: ["email": "other@example.com", "password": "another-password"]
                ).status == 401)
        }
    }

    @Test("a file .env in the working folder is read, and the environment wins over it")
    func environmentFile() async throws {
        try await Site.use { site in
            let file = """
                # The administrator
                export ADMIN_EMAIL="\(Administrator.email)"
                ADMIN_PASSWORD='not-this-one'
                """
            try Data(file.utf8).write(to: site.folder.appendingPathComponent(".env"))
            let server = try await site.serve(["ADMIN_PASSWORD": Administrator.password])
            try await expectAdministrator(at: server)
        }
    }

    @Test(
        "the database file that .env names is made, and the secret beside it",
        .enabled(if: SQLiteOnly.environmentFile.isRun))
    func databaseFile() async throws {
        try await Site.use { site in
            let file = "DB_FILENAME=./elsewhere/auth.db   # made at first start\n"
            try Data(file.utf8).write(to: site.folder.appendingPathComponent(".env"))
            let server = try await site.serve(Administrator.environment)
            try await expectAdministrator(at: server)
            let folder = site.folder.appendingPathComponent("elsewhere", isDirectory: true)
            #expect(try folder.appendingPathComponent("auth.db").permissions() == 0o600)
            #expect(try folder.appendingPathComponent("secret").permissions() == 0o600)
            #expect(!FileManager.default.fileExists(atPath: site.data.path))
        }
    }

    @Test("ADMIN_PASSWORD_FILE and SECRET_FILE name files that hold the values")
    func valuesInFiles() async throws {
        try await Site.use { site in
            let secret = "a-secret-of-0123456789-characters-and-more"
            for (name, value) in [("password", Administrator.password), ("jwt", secret)] {
                try Data("\(value)\n".utf8).write(to: site.folder.appendingPathComponent(name))
            }
            let environment = [
                "ADMIN_EMAIL": Administrator.email, "ADMIN_PASSWORD_FILE": "password", "SECRET_FILE": "jwt",
                "SECRET": "",
            ]
            let first = try await site.serve(environment)
            try await expectAdministrator(at: first)
            #expect(!FileManager.default.fileExists(atPath: site.secretFile.path))
            #expect(await first.stop() == .success)
            // The value is the file's without its line end.
            let second = try await site.serve(["SECRET": secret])
            try await expectAdministrator(at: second)
        }
    }

    private func expectAdministrator(at server: RunningServer) async throws {
        let administrator = try await Wallet(signingInAt: server)
        let me = try await administrator.readSelf(at: server)
        #expect(me.json["data"]?["email"]?.string == Administrator.email)
    }
}
