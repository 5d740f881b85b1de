import ArgumentParser

@main
struct Sallyport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sallyport",
        abstract: "An authentication server that Directus and Medusa clients talk to.",
        discussion: """
            Configuration comes from the environment and from a file .env in the working folder, under Directus' names; \
            without any, the database is made in ./data.
            """,
        version: "sallyport 0.1.0",
        subcommands: [
            ServeCommand.self, UserCommand.self, SessionCommand.self, SecretCommand.self, DatabaseCommand.self,
            KeysCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)
}
