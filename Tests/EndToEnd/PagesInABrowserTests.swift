import Foundation
import TestSupport
import Testing

/// The pages under `/admin` in Chromium, as people see and use them, and a storefront's page. Pictures of the former stay in
/// `.build/screenshots`.
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

    @Test("a storefront's page signs customers up, in and out, and a foreign page reads and changes nothing")
    func storefront() async throws {
        let python = try Python.interpreter()
        try await Site.use { site in
            let port = try #require(try await FreePorts.take(1).first)
            let server = try await site.serve(
                Shop.environment.merging(["STORE_CORS": "http://127.0.0.1:\(port)"]) { $1 })
            let key = try await site.run("keys", "publishable", "create").output
            let finished = try await site.run(
                python,
                [
                    Python.script("storefront_in_a_browser.py").path, "--url", "http://127.0.0.1:\(server.port)",
                    "--shop-port", "\(port)", "--key", key.trimmingCharacters(in: .whitespacesAndNewlines),
                ])
            #expect(finished.succeeded, "\(finished)\n\(server.log.suffix(4000))")
            #expect(finished.output.contains("ok: the storefront's page works"))
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
