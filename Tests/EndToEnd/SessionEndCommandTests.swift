import Foundation
import SallyportCore
import TestSupport
import Testing

/// `sallyport session end`
@Suite("Ending sessions from the command line", .timeLimit(.minutes(5)))
struct SessionEndCommandTests {
    @Test("everybody's sessions end within a second, static tokens and passwords stay")
    func all() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let wallets = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: server, $0) }
            let gone = try await Wallet(signingInAt: server)
            #expect(try await gone.signOut(at: server).status == 204)
            for wallet in wallets { #expect(try await wallet.readSelf(at: server).status == 200) }

            let finished = try await site.run("session", "end", "--all")
            #expect(finished.succeeded, "\(finished)")
            #expect(finished.output == "3 sessions were ended.\n")
            try await expectDead(wallets, at: server)
            #expect(
                try await server.client.send(
                    "GET", "/users/me", headers: [("Authorization", "Bearer \(Administrator.token)")]
                ).status == 200)
            #expect(try await Wallet(signingInAt: server).readSelf(at: server).status == 200)
            #expect(try await site.run("session", "end", "--all").output == "1 session was ended.\n")
            #expect(try await site.run("session", "end", "--all").output == "0 sessions were ended.\n")
            if !TestDatabase.isPostgreSQL {
                let rows = try await site.database.query(
                    "SELECT count(*) FROM activity WHERE action = 'sessions_ended' AND account IS NOT NULL", at: site)
                #expect(rows == ["2"])
            }
        }
    }

    @Test("an account's sessions end, and no other's")
    func account() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let created = try await site.run(
                "user", "create", "--email", CommandLineTests.email, "--password", CommandLineTests.password)
            #expect(created.succeeded, "\(created)")
            let wallets = try await concurrently(TokenMode.allCases) { mode in
                try await Wallet(
                    signingInAt: server, mode, email: CommandLineTests.email, password: CommandLineTests.password)
            }
            var bystander = try await Wallet(signingInAt: server)
            let finished = try await site.run("session", "end", "--email", CommandLineTests.email.uppercased())
            #expect(finished.output == "3 sessions were ended.\n", "\(finished)")
            try await expectDead(wallets, at: server)
            #expect(try await bystander.readSelf(at: server).status == 200)
            #expect(try await bystander.refresh(at: server).status == 200)

            let unknown = try await site.run("session", "end", "--email", "nobody@example.com")
            #expect(unknown.ending == Program.Ending(code: 1))
            #expect(unknown.errors.contains("no account"))
            for arguments in [[], ["--all", "--email", CommandLineTests.email]] {
                let wrong = await Finished(try site.start(["session", "end"] + arguments, [:]))
                #expect(!wrong.succeeded && wrong.errors.contains("--all or --email"), "\(wrong)")
            }
        }
    }

    /// Rule 5.5 lets a token ahead of a restored row go on; once the row is revoked, it must not.
    @Test(
        "after a restored backup it keeps out also whoever has a token ahead of it",
        .enabled(if: !TestDatabase.isPostgreSQL, "a copy of SQLite's folder"))
    func afterRestore() async throws {
        try await Site.use { site in
            // Rows that have lapsed may be brought back by a token, too.
            let environment = CrashTests.environment.merging(Administrator.environment) { $1 }
            let copied = try await site.serve(environment)
            let modes = TokenMode.allCases
            var wallets = try await concurrently(modes + modes) { try await Wallet(signingInAt: copied, $0) }
            await copied.stop()
            let copy = site.folder.appendingPathComponent("copy", isDirectory: true)
            try FileManager.default.copyItem(at: site.data, to: copy)
            let lost = try await site.serve(environment)
            for index in wallets.indices {
                for _ in 0..<5 { #expect(try await wallets[index].refresh(at: lost).status == 200) }
            }
            await lost.stop()
            try FileManager.default.removeItem(at: site.data)
            try FileManager.default.copyItem(at: copy, to: site.data)
            try await site.database.query("UPDATE sessions SET idle_expiry = created + 1", at: site)

            let restored = try await site.serve(environment)
            // Half of them come before, and go on.
            for index in modes.indices { #expect(try await wallets[index].refresh(at: restored).status == 200) }
            #expect(try await site.run("session", "end", "--all").output == "6 sessions were ended.\n")
            try await expectDead(wallets, at: restored)
        }
    }

    private func expectDead(_ wallets: [Wallet], at server: RunningServer) async throws {
        let last = try await timeOfLast(within: .seconds(5)) {
            for wallet in wallets where try await wallet.readSelf(at: server).status == 200 { return true }
            return false
        }
        #expect(try #require(last, "access tokens live on") <= CommandLineTests.trust)
        for var wallet in wallets {
            #expect(try await wallet.readSelf(at: server).errorCode == "INVALID_CREDENTIALS")
            let refresh = try await wallet.refresh(at: server)
            #expect(refresh.status == 401 && refresh.errorCode == "INVALID_CREDENTIALS", "\(wallet.mode)")
            #expect(try await wallet.signOut(at: server).status == 204)
        }
    }
}
