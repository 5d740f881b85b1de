import Foundation
import SallyportCore
import TestSupport
import Testing

/// `sallyport user …` on the database of a running server.
@Suite("The command line beside a running server", .timeLimit(.minutes(5)))
struct CommandLineTests {
    static let email = "grace@example.com"
    static let password = "the-password-of-grace"
    static let staticToken = "static-token-of-grace"

    /// The server believes what it knows for so long at most (design section 5, D2).
    static let trust: Duration = .seconds(1)

    /// What ends an account's sessions, from the command line.
    enum Ending: String, CaseIterable {
        case suspend, passwd, delete
    }

    @Test("a created account can sign in at once, and is listed")
    func create() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let id = try await create(at: site)
            let grace = try await Wallet(signingInAt: server, email: Self.email, password: Self.password)
            #expect(try await grace.readSelf(at: server).json["data"]?["id"]?.string == id)
            let byToken = try await server.client.send(
                "GET", "/users/me", headers: [("Authorization", "Bearer \(Self.staticToken)")])
            #expect(byToken.json["data"]?["id"]?.string == id)

            let list = try await site.run("user", "list")
            #expect(list.succeeded, "\(list)")
            let lines = list.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.contains { $0 == "\(id)\tactive\t\(Self.email)" })
            #expect(lines.contains { $0.hasSuffix("\tactive\t\(Administrator.email)") })
            #expect(list.errors.isEmpty)
        }
    }

    @Test("the role of a created account is the named one")
    func createWithRole() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let created = try await site.run(
                "user", "create", "--email", Self.email, "--password", Self.password, "--role", "Administrator")
            #expect(created.succeeded, "\(created)")
            let grace = try await Wallet(signingInAt: server, email: Self.email, password: Self.password)
            let me = try await server.client.send(
                "GET", "/users/me?fields=email,role.name", headers: [grace.authorization])
            #expect(me.json["data"]?["email"]?.string == Self.email)
            #expect(me.json["data"]?["role"]?["name"]?.string == "Administrator")
        }
    }

    @Test("disable-tfa helps whoever has lost his phone: he signs in without a code, and his sessions are over")
    func disableTFA() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let created = try await site.run(
                "user", "create", "--email", Self.email, "--password", Self.password, "--role", "Administrator")
            #expect(created.succeeded, "\(created)")
            let wallet = try await Wallet(signingInAt: server, email: Self.email, password: Self.password)
            let generated = try await server.client.send(
                "POST", "/users/me/tfa/generate", headers: [wallet.authorization],
                json: ["password": .string(Self.password)])
            let seed = try #require(generated.json["data"]?["secret"]?.string, "\(generated.text)")
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            let enabled = try await server.client.send(
                "POST", "/users/me/tfa/enable", headers: [wallet.authorization],
                json: ["secret": .string(seed), "otp": .string(TimeCode.text(seed: seed, at: now))])
            #expect(enabled.status == 204, "\(enabled.text)")
            #expect(try await statusOfSignIn(at: server) == 401)

            let removed = try await site.run("user", "disable-tfa", "--email", Self.email)
            #expect(removed.succeeded, "\(removed)")
            #expect(try await statusOfSignIn(at: server) == 200)
            let last = try await timeOfLast(within: .seconds(5)) {
                try await wallet.readSelf(at: server).status == 200
            }
            #expect(try #require(last, "the session lives on") <= Self.trust)
            let unknown = try await site.run("user", "disable-tfa", "--email", "nobody@example.com")
            #expect(!unknown.succeeded)
        }
    }

    @Test(
        "within a second of its end nothing of an account's sessions is accepted, and nothing of others' is lost",
        arguments: Ending.allCases)
    func ending(_ ending: Ending) async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            try await create(at: site)
            var bystander = try await Wallet(signingInAt: server)
            var wallets: [Wallet] = []
            for mode in TokenMode.allCases {
                wallets.append(
                    try await Wallet(signingInAt: server, mode, email: Self.email, password: Self.password))
            }
            // Now the server knows each of them well.
            for wallet in wallets { #expect(try await wallet.readSelf(at: server).status == 200) }
            #expect(try await statusOfStaticToken(at: server) == 200)

            let input = ending == .passwd ? "another-password-of-grace\n" : nil
            let finished = try await site.run("user", ending.rawValue, "--email", Self.email, input: input)
            #expect(finished.succeeded, "\(finished)")

            let last = try await timeOfLast(within: .seconds(5)) {
                for wallet in wallets where try await wallet.readSelf(at: server).status == 200 { return true }
                if ending == .passwd { return false }
                return try await statusOfStaticToken(at: server) == 200
            }
            #expect(try #require(last, "access tokens live on") <= Self.trust)
            for var wallet in wallets {
                let access = try await wallet.readSelf(at: server)
                #expect(access.status == 401)
                #expect(access.errorCode == "INVALID_CREDENTIALS")
                let refresh = try await wallet.refresh(at: server)
                #expect(refresh.status == 401)
                #expect(refresh.errorCode == "INVALID_CREDENTIALS")
            }
            #expect(try await statusOfSignIn(at: server) == 401)
            #expect(try await bystander.readSelf(at: server).status == 200)
            #expect(try await bystander.refresh(at: server).status == 200)
        }
    }

    @Test("a new password comes from standard input, and opens a new session")
    func passwordFromStandardInput() async throws {
        try await Site.use { site in
            let server = try await site.serve()
            let created = try await site.run("user", "create", "--email", Self.email, input: "\(Self.password)\n")
            #expect(created.succeeded, "\(created)")
            #expect(try await statusOfSignIn(at: server) == 200)
            let changed = try await site.run("user", "passwd", "--email", Self.email, input: "with spaces, and a ü ")
            #expect(changed.succeeded, "\(changed)")
            #expect(try await statusOfSignIn(at: server) == 401)
            #expect(try await statusOfSignIn(password: "with spaces, and a ü ", at: server) == 200)
        }
    }

    @Test("an activated account can sign in again; what was ended stays dead")
    func activate() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            try await create(at: site)
            var wallet = try await Wallet(signingInAt: server, email: Self.email, password: Self.password)
            #expect(try await site.run("user", "suspend", "--email", Self.email).succeeded)
            #expect(try await site.run("user", "list").output.contains("\tsuspended\t\(Self.email)"))
            #expect(try await statusOfSignIn(at: server) == 401)

            #expect(try await site.run("user", "activate", "--email", Self.email).succeeded)
            let last = try await timeOfLast(within: .seconds(5)) { try await statusOfStaticToken(at: server) == 401 }
            #expect(try #require(last, "the static token stays refused") <= Self.trust)
            #expect(try await statusOfSignIn(at: server) == 200)
            #expect(try await wallet.readSelf(at: server).status == 401)
            #expect(try await wallet.refresh(at: server).status == 401)
        }
    }

    @Test("a deleted account is not listed any more, and its address is free")
    func delete() async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let first = try await create(at: site)
            #expect(try await site.run("user", "delete", "--email", "GRACE@example.COM").succeeded)
            #expect(try await !site.run("user", "list").output.contains(Self.email))
            let second = try await create(at: site)
            #expect(first != second)
            #expect(try await statusOfSignIn(at: server) == 200)
        }
    }

    @discardableResult
    private func create(at site: Site) async throws -> String {
        let finished = try await site.run(
            "user", "create", "--email", Self.email, "--password", Self.password, "--token", Self.staticToken)
        #expect(finished.succeeded, "\(finished)")
        return finished.output.split(separator: "\n").first.map(String.init) ?? ""
    }

    private func statusOfSignIn(password: String = Self.password, at server: RunningServer) async throws -> Int {
        try await server.client.send(
            "POST", "/auth/login", json: ["email": .string(Self.email), "password": .string(password)]
        ).status
    }

    private func statusOfStaticToken(at server: RunningServer) async throws -> Int {
        try await server.client.send(
            "GET", "/users/me", headers: [("Authorization", "Bearer \(Self.staticToken)")]
        ).status
    }
}
