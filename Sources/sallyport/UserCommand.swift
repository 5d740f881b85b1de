public import ArgumentParser
import Foundation
import Logging
public import SallyportCore
import SallyportServer

/// `sallyport user`: the accounts of Directus' realm, and with `--realm store` customers, on the same database while the server runs; a running server knows
/// within a second.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Manage accounts, also while the server runs.",
        subcommands: [
            Create.self, List.self, Passwd.self, Suspend.self, Activate.self, DisableTFA.self, Delete.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an active account.")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var password: PasswordOption
        @Option(help: "The name of the role, for example Administrator.") var role: String?
        @Option(help: "A static token for the account. Process lists show it while this runs.") var token: String?

        func run() async throws {
            let password = try password.read()
            try await UserCommand.run(mayBegin: true) { accounts async throws(AccountFailure) in
                let id = try await accounts.create(
                    EmailAddress(email), password: password, role: role, staticToken: token.map { Secret($0) },
                    in: .team)
                print(id)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts: id, status, address.")

        @OptionGroup var place: RealmOption

        func run() async throws {
            try await UserCommand.run { accounts async throws(AccountFailure) in
                for account in try await accounts.list(place.realm) {
                    print("\(account.id)\t\(account.status.rawValue)\t\(account.email?.text ?? "-")")
                }
            }
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set an account's password; ends its sessions.")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var place: RealmOption
        @OptionGroup var password: PasswordOption

        func run() async throws {
            let password = try password.read()
            try await UserCommand.run { accounts async throws(AccountFailure) in
                try await accounts.setPassword(password, of: EmailAddress(email), in: place.realm)
            }
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Suspend an account; ends its sessions.")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var place: RealmOption

        func run() async throws {
            try await UserCommand.run { accounts async throws(AccountFailure) in
                try await accounts.setStatus(.suspended, of: EmailAddress(email), in: place.realm)
            }
        }
    }

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let an account sign in (again).")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var place: RealmOption

        func run() async throws {
            try await UserCommand.run { accounts async throws(AccountFailure) in
                try await accounts.setStatus(.active, of: EmailAddress(email), in: place.realm)
            }
        }
    }

    struct DisableTFA: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable-tfa", abstract: "Turn an account's two-factor sign-in off; ends its sessions.")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var place: RealmOption

        func run() async throws {
            try await UserCommand.run { accounts async throws(AccountFailure) in
                try await accounts.removeSecondFactor(of: EmailAddress(email), in: place.realm)
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete an account with all that is its own.")

        @Option(help: "The e-mail address.") var email: String
        @OptionGroup var place: RealmOption

        func run() async throws {
            try await UserCommand.run { accounts async throws(AccountFailure) in
                try await accounts.delete(EmailAddress(email), in: place.realm)
            }
        }
    }

    private static func run(
        mayBegin: Bool = false, _ body: (AdministerAccounts) async throws(AccountFailure) -> Void
    ) async throws {
        try await Start.change(mayBegin: mayBegin) { core async throws(AccountFailure) in
            try await body(core.administerAccounts)
        }
    }
}

/// Whose accounts a command is about.
struct RealmOption: ParsableArguments {
    @Option(help: "team: the accounts of Directus' door; store: the customers of Medusa's.")
    var realm: Realm = .team
}

extension Realm: ExpressibleByArgument {}

/// Where a password comes from: the option, as in Directus; else standard input, asked for on a terminal without echo.
struct PasswordOption: ParsableArguments {
    @Option(help: "The password. Without it, it is read from standard input, where no process list shows it.")
    var password: String?

    func read() throws -> Password {
        if let password { return Password(password) }
        if isatty(STDIN_FILENO) == 1 {
            guard let typed = getpass("Password: ") else { throw ValidationError("No password was given.") }
            return Password(String(cString: typed))
        }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("Give the password with --password, or on standard input.")
        }
        return Password(line)
    }
}
