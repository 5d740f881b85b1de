import ArgumentParser
import Foundation
import SallyportServer

/// `sallyport database`
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "database", abstract: "Move to another database.", subcommands: [Copy.self])

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy everything to an empty database, from SQLite to PostgreSQL or back.",
            discussion: """
                An address is sqlite:PATH or a path, postgres://user:password@host:5432/name, or env:NAME, the \
                environment variable that holds one of these: process lists show arguments, and with them passwords. \
                The side that is left out, or called current, is the configured database (DB_CLIENT, \
                DB_CONNECTION_STRING, …).

                Stop every node first: what happens on the source after the copy was begun, a logout for example, is not \
                in the copy. The keys stay wrapped by the same SECRET, so start on the copy with the same one; without \
                SECRET it is in the file secret beside the SQLite database.
                """)

        @Option(help: "The database to copy.") var from = "current"
        @Option(help: "The empty database to copy it to.") var to = "current"

        func validate() throws {
            guard from != to else { throw ValidationError("Give --from or --to, or both: two different databases.") }
        }

        func run() async throws {
            let source = try database(from, "--from")
            let target = try database(to, "--to")
            try await Start.reporting { () async throws(InstallationFailure) in
                let rows = try await DatabaseCopy.run(from: source, to: target) { table, rows in
                    Self.say("\(table)\t\(rows)")
                }
                Self.say(
                    """
                    \(rows) rows were copied from \(source.label) to \(target.label), and counted there. \
                    Start on it with the same SECRET.
                    """)
            }
        }

        private func database(_ address: String, _ option: String) throws -> DatabaseConfiguration {
            if address == "current" { return try Start.configuration().database }
            do throws(ConfigurationProblem) {
                return try DatabaseConfiguration(
                    address: address, of: option, environment: ProcessInfo.processInfo.environment)
            } catch {
                Start.complain(error.description)
                throw Start.configurationExit
            }
        }

        /// At once, also into a file.
        private static func say(_ line: String) {
            FileHandle.standardOutput.write(Data((line + "\n").utf8))
        }
    }
}
