import ArgumentParser
import SallyportServer

/// `sallyport secret`
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Change SECRET without losing a session.", subcommands: [Rotate.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wrap the keys with a new SECRET, while the nodes serve.",
            discussion: """
                Runs with the configuration that the nodes will be started with next: SECRET is the new secret, \
                SECRET_PREVIOUS the one that they have now. On SQLite without SECRET a new one is made, and replaces the \
                kept one. Afterwards nodes can be started with either secret, and those that serve follow by themselves, \
                until the change is finished: with --finish, or after the longest lifetime of an access token. Until \
                then whoever has the database and the old secret can learn the new one.
                """)

        @Flag(help: "End the change: the old secret opens nothing any more, and no node starts with it.")
        var finish = false

        func run() async throws {
            let configuration = try Start.configuration()
            try await Start.reporting { () async throws(InstallationFailure) in
                if finish {
                    try await SecretRotation.finish(configuration)
                    print("The old secret opens nothing any more.")
                } else {
                    try await SecretRotation.begin(configuration)
                    print(configuration.secret == nil ? Self.keptIsReplaced : Self.nodesAreToBeStarted)
                }
            }
        }

        private static let keptIsReplaced = """
            The keys are wrapped with a new secret, which replaced the kept one. A running server follows by itself within \
            a minute.
            Then, or when it has been restarted: sallyport secret rotate --finish
            """
        private static let nodesAreToBeStarted = """
            The keys are wrapped with the new SECRET. Now start each node anew with it; SECRET_PREVIOUS may go.
            When all have been: sallyport secret rotate --finish
            """
    }
}
