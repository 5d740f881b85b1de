import ArgumentParser
import SallyportCore

/// `sallyport session`: on the same database while the server runs; a running server knows within a second.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "End sessions, also while the server runs.", subcommands: [End.self])

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the sessions of everybody, or of one account: all have to sign in anew.",
            discussion: """
                For whoever cannot trust the sessions that there are, as after a restored backup. Static tokens and \
                passwords are left as they are.
                """)

        @Flag(help: "Everybody's.") var all = false
        @Option(help: "Those of the accounts with this e-mail address, of the team and of the store.") var email:
            String?

        func validate() throws {
            guard all != (email != nil) else { throw ValidationError("Give either --all or --email ADDRESS.") }
        }

        func run() async throws {
            try await Start.change { core async throws(AccountFailure) in
                let count = try await core.endSessions(email.map { .account(EmailAddress($0)) } ?? .everybody)
                print(count == 1 ? "1 session was ended." : "\(count) sessions were ended.")
            }
        }
    }
}
