import Foundation
import SallyportCore
import TestSupport
import Testing

/// Attacks 38 and 39 of security.md 3f: no secret is readable in database, WAL or logs; nor in what PostgreSQL logs of
/// statements and their parameters.
@Suite("Keeping secrets", .timeLimit(.minutes(10)))
struct SecrecyTests {
    static let environment = ["LOG_LEVEL": "trace", "SESSION_REFRESH_GRACE_PERIOD": "0s"]

    /// Where the server has its secret and its first account from.
    enum Beginning: String, CaseIterable {
        case configured, setUpLink
    }

    @Test("nothing that was issued or sent is found in logs or files", arguments: Beginning.allCases)
    func secrets(_ beginning: Beginning) async throws {
        try await Site.use { site in
            let secrets = SecretCollection()
            let secret = secrets.keep("the-secret-of-this-server-0123456789-xyz", "SECRET")
            let staticToken = secrets.keep(Administrator.token, "static token")
            let password = secrets.keep(Administrator.password, "administrator's password")
            var environment = Self.environment.merging(Shop.environment) { $1 }
            environment["JWT_SECRET"] = secrets.keep("the-secret-of-the-stores-tokens-0123456789", "JWT_SECRET")
            environment["COOKIE_SECRET"] = secrets.keep("the-secret-of-its-cookies-9876543210-abc", "COOKIE_SECRET")
            if beginning == .configured {
                environment.merge(Administrator.environment) { $1 }
                environment["SECRET"] = secret
            }
            try await site.database.logStatements(at: site)
            let server = try await site.serve(environment)
            var keptSecret: String?
            if beginning == .setUpLink {
                if !TestDatabase.isPostgreSQL {
                    let kept = try String(contentsOf: site.secretFile, encoding: .utf8)
                    keptSecret = secrets.keep(kept.trimmingCharacters(in: .newlines), "kept secret")
                }
                try await setUp(server, secrets, staticToken: staticToken)
            }
            let made = secrets.keep("the-password-of-grace", "password of the command line")
            let grace = "grace@example.com"
            #expect(
                try await site.run(
                    "user", "create", "--email", grace, "--password", made, environment: environment
                ).succeeded)
            #expect(
                try await site.run(
                    "user", "passwd", "--email", grace, environment: environment,
                    input: secrets.keep("another-password-of-grace", "password on standard input")
                ).succeeded)

            var traffic = CarelessTraffic(
                server: server, secrets: secrets, generator: SeededGenerator(seed: 38), email: Administrator.email,
                password: password, staticToken: staticToken,
                outbox: Outbox(site.data.appendingPathComponent("outbox", isDirectory: true)))
            let answers = try await traffic.run()
            #expect(Set([200, 204, 400, 401, 403, 404]).isSubset(of: answers.map(\.status)))
            #expect(answers.allSatisfy { $0.status < 500 })
            expectNoEcho(in: answers, of: secrets)
            #expect(secrets.count > 100)

            // As it runs, as it was killed, as it was stopped.
            try await expectNothing(of: secrets, at: site, beginning, except: keptSecret)
            await server.kill()
            try await expectNothing(of: secrets, at: site, beginning, except: keptSecret)
            #expect(try await site.serve(environment).stop() == .success)
            try await expectNothing(of: secrets, at: site, beginning, except: keptSecret)
        }
    }

    /// Makes the administrator as the set-up link does.
    private func setUp(_ server: RunningServer, _ secrets: SecretCollection, staticToken: String) async throws {
        let link = try #require(server.setUpLink)
        let token = try #require(link.split(separator: "=").last.map(String.init))
        secrets.keep(token, "set-up token")
        #expect(try await server.client.send("GET", link).status == 200)
        let form = "token=\(token)&email=\(Administrator.email)&password=\(Administrator.password)"
        let made = try await server.client.send(
            "POST", "/admin/setup", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8))
        #expect(made.status == 200)
        let administrator = try await Wallet(signingInAt: server)
        for token in administrator.history { secrets.keep(token, "token") }
        let changed = try await server.client.send(
            "PATCH", "/users/me", headers: [administrator.authorization], json: ["token": .string(staticToken)])
        #expect(changed.status == 200)
    }

    /// D9: an answer never repeats a password; nor, unless it issues them, a token.
    private func expectNoEcho(in answers: [HTTPAnswer], of secrets: SecretCollection) {
        for answer in answers where answer.status >= 400 {
            let found = secrets.found(in: Data(answer.body))
            #expect(found.isEmpty, "\(answer.status) \(answer.text)")
        }
    }

    private func expectNothing(
        of secrets: SecretCollection, at site: Site, _ beginning: Beginning, except keptSecret: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let log = try site.everythingSaid(on: .error)
        #expect(log.count > 1000, "nothing was logged", sourceLocation: sourceLocation)
        #expect(secrets.found(in: log) == [], "in the log", sourceLocation: sourceLocation)
        // The banner shows the set-up link, and nothing else; and that shows that the search finds what is there.
        let output = try site.everythingSaid(on: .standard)
        #expect(
            secrets.found(in: output) == (beginning == .configured ? [] : ["set-up token"]),
            sourceLocation: sourceLocation)

        let stored = try await site.database.everythingStored(at: site)
        // That it is all there: the address is in the database, and in PostgreSQL's log as what was bound.
        let places = TestDatabase.isPostgreSQL ? ["the database", "PostgreSQL's log"] : ["sallyport.db"]
        for place in places {
            let isThere = stored.contains { $0.key.hasPrefix(place) && $0.value.contains(Administrator.email) }
            #expect(isThere, "\(place)", sourceLocation: sourceLocation)
        }
        for (name, data) in stored {
            let allowed: Set<String> =
                name == site.secretFile.lastPathComponent ? Set([keptSecret].compactMap(\.self)) : []
            let found = secrets.found(in: data, except: allowed)
            // A mail holds its link, and nothing else.
            let isMail = name.hasPrefix("outbox/")
            #expect(
                found.filter { !isMail || $0 != CarelessTraffic.oneTimeToken } == [], "in \(name)",
                sourceLocation: sourceLocation)
        }
    }
}

extension Data {
    fileprivate func contains(_ text: String) -> Bool {
        range(of: Data(text.utf8)) != nil
    }
}
