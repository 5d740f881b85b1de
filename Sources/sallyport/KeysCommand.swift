import ArgumentParser
import SallyportCore

/// `sallyport keys`: the keys that storefronts show to Medusa's second interface.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Manage the keys of storefronts.", subcommands: [Publishable.self])

    struct Publishable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publishable", abstract: "Keys that say which store it is, and open nothing.",
            subcommands: [Create.self, List.self, Revoke.self])
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key, and print it.")

        @Option(help: "What to call it.") var title: String = "Storefront"

        func run() async throws {
            try await Start.change { core async throws(AccountFailure) in
                print(try await core.store.publishableKeys.create(title).token)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys: key, state, title.")

        func run() async throws {
            try await Start.change { core async throws(AccountFailure) in
                for key in try await core.store.publishableKeys.list() {
                    print("\(key.token)\t\(key.revoked == nil ? "good" : "revoked")\t\(key.title)")
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key good for nothing.")

        @Argument(help: "The key.") var key: String

        func run() async throws {
            var wasGood = false
            try await Start.change { core async throws(AccountFailure) in
                wasGood = try await core.store.publishableKeys.revoke(key)
            }
            guard wasGood else {
                Start.complain(
                    "There is no such key, or it was revoked before; `sallyport keys publishable list` shows them.")
                throw ExitCode.failure
            }
        }
    }
}
