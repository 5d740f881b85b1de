import Foundation
import TestSupport
import Testing

/// The pages under `/admin` in Chromium, as people see and use them. Pictures of them stay in `.build/screenshots`.
@Suite("Pages in a browser", .timeLimit(.minutes(5)))
struct PagesInABrowserTests {
    @Test("who follows a mail's link resets a password, accepts an invitation and confirms an address, on any device")
    func mailedLinks() async throws {
        try await look(Administrator.environment) { _, site in
            let outbox = site.data.appendingPathComponent("outbox", isDirectory: true)
            return ["--token", Administrator.token, "--outbox", outbox.path]
        }
    }

    @Test("who follows the set-up link makes the first administrator, on any device")
    func setUp() async throws {
        try await look([:]) { server, _ in
            ["--set-up-link", try #require(server.setUpLink)]
        }
    }

    /// - Parameter arguments: what the script needs to look at those pages.
    private func look(
        _ environment: [String: String], _ arguments: (RunningServer, Site) throws -> [String]
    ) async throws {
        let python = try Python.interpreter()
        try await Site.use { site in
            // The links in mails lead to PUBLIC_URL, so that the port must be known before the start.
            let port = try #require(try await FreePorts.take(1).first)
            let url = "http://127.0.0.1:\(port)"
            let server = try await site.serve(environment.merging(["PORT": "\(port)", "PUBLIC_URL": url]) { $1 })
            let finished = try await site.run(
                python,
                [
                    Python.script("pages_in_a_browser.py").path, "--url", url, "--artefacts", Self.pictures.path,
                ] + arguments(server, site))
            #expect(finished.succeeded, "\(finished.ending)\n\(finished.errors)\n\(server.log.suffix(4000))")
            #expect(finished.output.contains("ok: all pages are as they should be"))
        }
    }

    private static let pictures = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/screenshots").appending(path: TestDatabase.isPostgreSQL ? "postgresql" : "sqlite")
}
