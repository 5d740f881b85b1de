import Foundation
import Logging
import SallyportServer
import TestSupport
import Testing

/// Attack 41: what is missing or broken at start is told, and nothing is served instead.
@Suite("Failing to start")
struct FailedStartTests {
    private static let secret = "ThisSecretIsLongEnoughAndRandom+1234567890"

    @Test("with another secret the keys stay closed, and the cure is told without either secret")
    func otherSecret() async throws {
        try await withInstallation(["SECRET": Self.secret]) { folder in
            let failure = try await failure(in: folder, ["SECRET": String(Self.secret.reversed())])
            #expect(failure.description.contains("SECRET_PREVIOUS"))
            #expect(!failure.description.contains(Self.secret))
            #expect(!failure.description.contains(String(Self.secret.reversed())))
            // And the right one still opens them.
            try await TestServer.run(["SECRET": Self.secret], folder: folder) { server async throws in
                #expect(try await server.signInAsAdministrator().status == 200)
            }
        }
    }

    @Test("with the old secret beside the new one the keys open, and stay open")
    func rotation() async throws {
        try await withInstallation(["SECRET": Self.secret]) { folder in
            let new = String(Self.secret.reversed())
            for environment in [["SECRET": new, "SECRET_PREVIOUS": Self.secret], ["SECRET": new]] {
                try await TestServer.run(environment, folder: folder) { server async throws in
                    #expect(try await server.signInAsAdministrator().status == 200)
                }
            }
            let failure = try await failure(in: folder, ["SECRET": Self.secret])
            #expect(failure.description.contains("SECRET"))
        }
    }

    @Test(
        "without the kept secret no other one is made for a database that has its own",
        .enabled(if: SQLiteOnly.lostSecret.isRun))
    func lostSecret() async throws {
        try await withInstallation { folder in
            try FileManager.default.removeItem(at: folder.appendingPathComponent("secret"))
            _ = try await failure(in: folder)
        }
    }

    @Test(
        "a kept secret that is damaged is refused", .enabled(if: SQLiteOnly.damagedSecret.isRun),
        arguments: ["", "short", "\u{0}"])
    func damagedSecret(_ content: String) async throws {
        try await withInstallation { folder in
            try Data(content.utf8).write(to: folder.appendingPathComponent("secret"))
            let failure = try await failure(in: folder)
            #expect(failure.description.contains("secret"))
        }
    }

    @Test(
        "a file that is no database is refused, and left as it is",
        .enabled(if: SQLiteOnly.noDatabase.isRun))
    func noDatabase() async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("sallyport.db")
        let content = Data(String(repeating: "no database at all\n", count: 1000).utf8)
        try content.write(to: file)
        let failure = try await failure(in: folder)
        #expect(failure.description.contains(file.path))
        #expect(try Data(contentsOf: file) == content)
    }

    @Test(
        "the secret and the database are for their owner only",
        .enabled(if: SQLiteOnly.permissions.isRun))
    func permissions() async throws {
        try await withInstallation { folder in
            for name in ["secret", "sallyport.db"] {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: folder.appendingPathComponent(name).path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    /// A folder in which a server ran that has an administrator.
    private func withInstallation(
        _ environment: [String: String] = [:], _ body: (URL) async throws -> Void
    ) async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await TestServer.run(environment, folder: folder) { try await $0.makeAdministrator() }
        try await body(folder)
    }

    private func failure(
        in folder: URL, _ environment: [String: String] = [:]
    ) async throws -> InstallationFailure {
        let values = TestServer.environment.merging(try await TestDatabase.environment(for: folder)) { $1 }
            .merging(environment) { $1 }
        let configuration = try ServerConfiguration(environment: values)
        return try await #require(throws: InstallationFailure.self) {
            try await Installation.open(
                configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
    }
}
