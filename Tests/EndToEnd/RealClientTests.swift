import Foundation
import TestSupport
import Testing

/// Independent clients from PyPI, as they are, against the binary, with hashes as they are.
@Suite("Real clients", .timeLimit(.minutes(5)))
struct RealClientTests {
    @Test(
        "an unmodified client signs in, reads its own user, refreshes and signs out",
        arguments: ["sign_in_with_py_directus.py", "sign_in_with_directus_sdk_py.py"])
    func signIn(script: String) async throws {
        try await run(script, telling: "ok: reads the current user")
    }

    @Test(
        "an unmodified client makes, finds, changes and deletes users, roles and policies, and is held to its rights",
        arguments: ["administer_with_py_directus.py", "administer_with_directus_sdk_py.py"])
    func administer(script: String) async throws {
        try await run(script, telling: "ok: the policy is gone")
    }

    @Test("an authenticator app that is not ours sets up, uses and removes a second factor")
    func secondFactor() async throws {
        try await run("two_factors_with_pyotp.py", telling: "ok: signs in without a code")
    }

    private func run(_ script: String, telling last: String) async throws {
        let python = try Python.interpreter()
        try await Site.use { site in
            let server = try await site.serve(Site.realHashes.merging(Administrator.environment) { $1 })
            let finished = try await site.run(
                python,
                [
                    Python.script(script).path, "--url", "http://127.0.0.1:\(server.port)",
                    "--email", Administrator.email, "--password", Administrator.password,
                ])
            #expect(finished.succeeded, "\(finished)\n\(server.log)")
            #expect(finished.output.contains(last), "\(finished)")
        }
    }
}
