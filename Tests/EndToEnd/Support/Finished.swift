/// A program that ran to its end.
struct Finished: Sendable, CustomStringConvertible {
    let ending: Program.Ending
    let output: String
    let errors: String

    init(_ program: Program) async {
        ending = await program.ended()
        output = await program.output.text
        errors = program.errors
    }

    var succeeded: Bool { ending == .success }

    /// What a failed expectation shows.
    var description: String { "\(ending)\n\(output)\n\(errors)" }
}
