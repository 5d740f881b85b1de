import Foundation
import TestSupport
import Testing

/// What the command line says of itself, and to somebody who got it wrong.
@Suite("Using the command line", .timeLimit(.minutes(5)))
struct UsageTests {
    /// A wrong use, and words of what would be right.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var advice: [String]
        var input: String?

        init(_ arguments: String..., input: String? = nil, advice: String...) {
            self.arguments = arguments
            self.advice = advice
            self.input = input
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let mistakes = [
        Mistake("sreve", advice: "Usage: sallyport"),
        Mistake("serve", "--prot", "80", advice: "--prot", "Usage: sallyport serve"),
        Mistake("user", "frobnicate", advice: "Usage: sallyport user"),
        Mistake("user", "suspend", advice: "--email <email>", "Usage: sallyport user suspend"),
        Mistake("user", "suspend", "--email", advice: "--email <email>"),
        Mistake("user", "suspend", "--email", "nobody@example.com", advice: "no account", "sallyport user list"),
        Mistake("user", "activate", "--email", "nobody@example.com", advice: "no account"),
        Mistake("user", "delete", "--email", "nobody@example.com", advice: "no account"),
        Mistake("user", "passwd", "--email", "nobody@example.com", "--password", "x", advice: "no account"),
        Mistake("user", "passwd", "--email", Administrator.email, advice: "--password", "standard input"),
        Mistake("user", "passwd", "--email", Administrator.email, input: "\n", advice: "--password", "standard input"),
        Mistake("user", "passwd", "--email", Administrator.email, "--password", "", advice: "the password is empty"),
        Mistake("user", "create", "--email", "nonsense", "--password", "x", advice: "no e-mail address", "an @"),
        Mistake("user", "create", "--email", "ADMIN@example.com", "--password", "x", advice: "there is an account"),
        Mistake(
            "user", "create", "--email", "new@example.com", "--password", "x", "--role", "King",
            advice: "there is no role \"King\""),
        Mistake(
            "user", "create", "--email", "new@example.com", "--password", "x", "--token", Administrator.token,
            advice: "another account has this token"),
    ]

    @Test("whoever gets it wrong is told what would be right, and nothing is changed", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let before = try await site.run("user", "list").output
            let finished = await Finished(try site.start(mistake.arguments, [:], input: mistake.input))
            #expect(!finished.succeeded)
            #expect(!finished.ending.wasKilled)
            #expect(finished.output.isEmpty, "\(finished)")
            for words in mistake.advice { #expect(finished.errors.contains(words), "\(words) in\n\(finished)") }
            let after = try await site.run("user", "list")
            #expect(after.output == before, "\(after)")
            _ = try await Wallet(signingInAt: server)
        }
    }

    @Test("--version says the version")
    func version() async throws {
        try await Site.use { site in
            let finished = try await site.run("--version")
            #expect(finished.succeeded)
            #expect(finished.output.wholeMatch(of: /sallyport \d+\.\d+\.\d+\n/) != nil, "\(finished)")
        }
    }

    @Test(
        "--help says what there is to do",
        arguments: [
            (["--help"], ["serve", "user", "--version", ".env"]), (["serve", "--help"], ["SIGTERM"]),
            (["user", "--help"], ["create", "list", "passwd", "suspend", "activate", "delete"]),
            (["help", "user", "create"], ["--email", "--password", "--role", "--token"]),
        ])
    func help(arguments: [String], words: [String]) async throws {
        try await Site.use { site in
            let finished = await Finished(try site.start(arguments, [:]))
            #expect(finished.succeeded)
            for word in words { #expect(finished.output.contains(word), "\(word) in\n\(finished)") }
        }
    }

    @Test(
        "in another folder than the server's nothing is changed and nothing made; create says what it makes",
        arguments: [
            ["user", "list"], ["user", "suspend", "--email", "a@example.com"], ["session", "end", "--all"],
            ["keys", "publishable", "create"], ["keys", "publishable", "list"],
        ])
    func elsewhere(arguments: [String]) async throws {
        try await Site.use { site in
            let sqlite = ["DB_CLIENT": "sqlite3", "DB_FILENAME": "data/elsewhere.db"]
            let file = site.folder.appending(path: "data/elsewhere.db").path
            let finished = await Finished(try site.start(arguments, sqlite))
            #expect(!finished.succeeded && finished.output.isEmpty)
            #expect(
                finished.errors.contains("there is no database at ") && finished.errors.contains("data/elsewhere.db"))
            #expect(!FileManager.default.fileExists(atPath: file))
            let made = try await site.run(
                "user", "create", "--email", "a@example.com", "--password", "x", environment: sqlite)
            #expect(made.succeeded && made.errors.contains("data/elsewhere.db is made"), "\(made)")
            #expect(await Finished(try site.start(arguments, sqlite)).succeeded)
        }
    }
}
