import Foundation
import SallyportCore
import TestSupport
import Testing

/// Design section 8, "First start, nothing configured"; D25.
@Suite("Starting for the first time", .timeLimit(.minutes(5)))
struct FirstStartTests {
    /// Free of what a form or JSON would have to escape.
    static let owner: (email: String, password: String) = ("owner@example.com", "a-password-of-the-owner")

    @Test(
        "without any configuration it makes folder, secret and database, which nobody else can read",
        .enabled(if: SQLiteOnly.firstStart.isRun))
    func firstStart() async throws {
        try await Site.use { site in
            let server = try await site.serve(["HOST": ""])
            #expect(try await server.client.send("GET", "/server/ping").text == "pong")
            #expect(server.banner.contains("0.0.0.0:\(server.port)"))
            #expect(server.banner.contains(site.database.file.resolvingSymlinksInPath().path))
            #expect(server.banner.contains("curl http://localhost:\(server.port)/auth/login"))

            #expect(try site.data.permissions() == 0o700)
            #expect(try site.secretFile.permissions() == 0o600)
            let secret = try String(contentsOf: site.secretFile, encoding: .utf8)
            #expect(secret.count > 32)
            for file in try FileManager.default.contentsOfDirectory(at: site.data, includingPropertiesForKeys: nil) {
                let isFolder = file.lastPathComponent == "outbox"
                #expect(try file.permissions() == (isFolder ? 0o700 : 0o600), "\(file.lastPathComponent)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder.path) == ["data"])
        }
    }

    @Test("the set-up link leads to a page that makes the first administrator, once")
    func setUpPage() async throws {
        try await Site.use { site in
            let server = try await site.serve()
            let link = try #require(server.setUpLink)
            let token = try #require(link.split(separator: "=").last.map(String.init))

            let page = try await server.client.send("GET", link)
            #expect(page.status == 200)
            #expect(page.text.contains(#"<form method="post" action="setup">"#))
            #expect(page.text.contains(token))
            #expect(page["cache-control"] == "no-store")
            #expect(try await server.client.send("GET", "/admin/setup?token=wrong").status == 403)
            #expect(try await post(token: "wrong", to: server).status == 403)
            #expect(try await signIn(at: server).status == 401)

            let done = try await post(token: token, to: server)
            #expect(done.status == 200)
            #expect(done.text.contains(Self.owner.email))
            let owner = try await Wallet(
                signingInAt: server, email: Self.owner.email, password: Self.owner.password)
            let me = try await owner.readSelf(at: server)
            #expect(me.json["data"]?["email"]?.string == Self.owner.email)

            #expect(try await server.client.send("GET", link).status == 403)
            #expect(try await post(token: token, to: server).status == 403)
        }
    }

    @Test("POST /server/setup makes the first administrator for whoever has the link's token, once")
    func setUpRoute() async throws {
        try await Site.use { site in
            let server = try await site.serve()
            let token = try #require(server.setUpLink?.split(separator: "=").last.map(String.init))
            #expect(try await server.client.send("GET", "/server/info").json["data"]?["setupCompleted"] == false)

            let administrator: JSON = [
                "email": .string(Self.owner.email), "password": .string(Self.owner.password),
            ]
            func setUp(_ token: JSON) async throws -> HTTPAnswer {
                try await server.client.send("POST", "/server/setup", json: ["admin": administrator, "token": token])
            }
            #expect(try await setUp(.null).status == 403)
            #expect(try await setUp("wrong").status == 403)
            #expect(try await setUp(.string(token)).status == 204)
            #expect(try await signIn(at: server).status == 200)
            #expect(try await setUp(.string(token)).status == 403)
            #expect(try await server.client.send("GET", "/server/info").json["data"]?["setupCompleted"] == true)
        }
    }

    @Test("an old set-up link is not good after a restart; the new one is")
    func setUpLinkAfterRestart() async throws {
        try await Site.use { site in
            let first = try await site.serve()
            let old = try #require(first.setUpLink)
            #expect(await first.stop() == .success)
            let second = try await site.serve()
            let new = try #require(second.setUpLink)
            #expect(try await second.client.send("GET", old).status == 403)
            #expect(try await second.client.send("GET", new).status == 200)
        }
    }

    @Test("a second start has no set-up link, and sessions go on", arguments: TokenMode.allCases)
    func secondStart(mode: TokenMode) async throws {
        try await Site.use { site in
            let first = try await site.serve()
            let token = try #require(first.setUpLink?.split(separator: "=").last.map(String.init))
            #expect(try await post(token: token, to: first).status == 200)
            var owner = try await Wallet(
                signingInAt: first, mode, email: Self.owner.email, password: Self.owner.password)
            #expect(await first.stop() == .success)

            let second = try await site.serve()
            #expect(second.setUpLink == nil)
            #expect(try await owner.readSelf(at: second).status == 200)
            #expect(try await owner.refresh(at: second).status == 200)
            #expect(try await owner.readSelf(at: second).status == 200)
        }
    }

    @Test("a second start has the same secret", .enabled(if: SQLiteOnly.keptSecret.isRun))
    func keptSecret() async throws {
        try await Site.use { site in
            #expect(try await site.serve().stop() == .success)
            let secret = try Data(contentsOf: site.secretFile)
            #expect(try await site.serve().stop() == .success)
            #expect(try Data(contentsOf: site.secretFile) == secret)
        }
    }

    private func post(token: String, to server: RunningServer) async throws -> HTTPAnswer {
        let form = "token=\(token)&email=\(Self.owner.email)&password=\(Self.owner.password)"
        return try await server.client.send(
            "POST", "/admin/setup", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))
    }

    private func signIn(at server: RunningServer) async throws -> HTTPAnswer {
        try await server.client.send(
            "POST", "/auth/login",
            json: ["email": .string(Self.owner.email), "password": .string(Self.owner.password)])
    }
}
