/// A program that ran to its end.
package struct Finished: Sendable, CustomStringConvertible {
    package let ending: Program.Ending
    package let output: String
    package let errors: String

    package init(_ program: Program) async {
        ending = await program.ended()
        output = await program.output.text
        errors = program.errors
    }

    package var succeeded: Bool { ending == .success }

    /// What a failed expectation shows.
    package var description: String { "\(ending)\n\(output)\n\(errors)" }
}
