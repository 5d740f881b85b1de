import Foundation
import TestSupport
import Testing

/// The served description against the binary, with tools that others use.
@Suite("The description, end to end", .timeLimit(.minutes(10)))
struct DescriptionEndToEndTests {
    @Test("it is valid OpenAPI")
    func valid() async throws {
        let python = try Python.interpreter()
        try await Site.use { site in
            let server = try await site.serve()
            let finished = try await site.run(
                python, [Python.script("validate_the_description.py").path, "http://127.0.0.1:\(server.port)"])
            #expect(finished.succeeded, "\(finished)")
        }
    }

    @Test(
        "whatever is asked, the answer is one that it names: no crash, no fault, no other status, type or shape",
        arguments: [("administrator", 6), ("member", 3), ("nobody", 2)])
    func answers(caller: String, examples: Int) async throws {
        let python = try Python.interpreter()
        try await Site.use { site in
            let server = try await site.serve(Administrator.environment)
            let finished = try await site.run(
                python,
                [
                    Python.script("fuzz_the_description.py").path, "--url", "http://127.0.0.1:\(server.port)",
                    "--token", Administrator.token, "--as", caller, "--examples", "\(examples)",
                ])
            #expect(finished.succeeded, "\(finished)\n\(server.log.suffix(4000))")
            #expect(finished.output.contains("ok: schemathesis finds nothing as \(caller)"))
        }
    }
}
