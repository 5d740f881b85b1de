import Foundation
import TestSupport
import Testing

@Suite("The examples", .timeLimit(.minutes(10)))
struct ExampleTests {
    @Test("an app that takes an SDK with traits: [] fetches nothing but this package")
    func fetchesNothing() async throws {
        let examples = try await Examples.built()
        #expect(examples.build.succeeded, "\(examples.build)")
        for folder in ["checkouts", "repositories"] {
            let fetched = try FileManager.default.contentsOfDirectory(
                atPath: examples.scratch.appending(path: folder).path)
            #expect(fetched.isEmpty)
        }
    }

    @Test("SignIn stays signed in from one call to the next, until it signs out")
    func signIn() async throws {
        let examples = try await Examples.built()
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let file = site.folder.appending(path: "session.json")
            func signIn(_ arguments: String..., input: String? = nil) async throws -> Finished {
                try await site.run(
                    examples.program("SignIn"), ["http://127.0.0.1:\(server.port)"] + arguments,
                    environment: ["SIGN_IN_FILE": file.path], input: input)
            }
            #expect(try await signIn("me").output == "Nobody is signed in.\n")
            let refused = try await signIn("login", Administrator.email, input: "wrong\n")
            #expect(!refused.succeeded)
            #expect(refused.errors.contains("INVALID_CREDENTIALS (401)"))
            let signedIn = try await signIn("login", Administrator.email, input: Administrator.password + "\n")
            #expect(signedIn.output == "Signed in as \(Administrator.email).\n", "\(signedIn)")
            #expect(try file.permissions() == 0o600)
            #expect(try await signIn("me").output == "Signed in as \(Administrator.email).\n")
            #expect(try await signIn("logout").output == "Signed out.\n")
            #expect(try await signIn("me").output == "Nobody is signed in.\n")
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test("ServerSide works with a static token, and never says it when that is wrong")
    func serverSide() async throws {
        let examples = try await Examples.built()
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            func run(token: String) async throws -> Finished {
                try await site.run(
                    examples.program("ServerSide"), [],
                    environment: ["DIRECTUS_URL": "http://127.0.0.1:\(server.port)", "DIRECTUS_TOKEN": token])
            }
            let right = try await run(token: Administrator.token)
            #expect(right.output.hasSuffix("and the token is \(Administrator.email)'s.\n"), "\(right)")
            let wrong = try await run(token: "not-the-administrators-token")
            #expect(!wrong.succeeded)
            #expect(wrong.errors.contains("INVALID_CREDENTIALS (401)"))
            #expect(!wrong.errors.contains("not-the-administrators-token"))
        }
    }

    @Test("Storefront signs a customer up, in and out, by cookie and by token; who has an account is told so")
    func storefront() async throws {
        let examples = try await Examples.built()
        try await Site.use { site in
            let server = try await site.serve(Shop.environment)
            func visit(_ password: String) async throws -> Finished {
                try await site.run(
                    examples.program("Storefront"), ["http://127.0.0.1:\(server.port)", "ada@example.com"],
                    input: password + "\n")
            }
            let signedIn = """
                Signed in as ada@example.com.
                The shop calls the customer Ada.
                Signed out.
                Signed in as ada@example.com with a token.
                Signed out.

                """
            let first = try await visit("a password of the store")
            #expect(first.output == "Signed up as ada@example.com.\nSigned out.\n" + signedIn, "\(first)")
            let second = try await visit("a password of the store")
            #expect(second.output == "There is an account with the address ada@example.com.\n" + signedIn, "\(second)")
            let wrong = try await visit("not-the-customers-password")
            #expect(!wrong.succeeded)
            #expect(wrong.errors.contains("unauthorized"), "\(wrong)")
            #expect(!wrong.errors.contains("not-the-customers-password"))
        }
    }
}
