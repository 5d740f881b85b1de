import DirectusSDK
import Foundation

/// A command line that stays signed in: the session is kept in a file between two calls, and refreshed when it is due.
///
///     SignIn URL login EMAIL      asks for the password, and for a one-time password if the account has two factors
///     SignIn URL me               says who is signed in
///     SignIn URL logout
@main
struct SignIn {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2, let url = URL(string: arguments[0]) else { exit(saying: usage, status: 2) }
        let client = DirectusClient(url: url, authentication: .json, storage: FileStorage(url: sessionFile))
        do throws(DirectusError) {
            switch (arguments[1], arguments.dropFirst(2).first) {
            case ("login", let email?): try await login(email, with: client)
            case ("me", nil): try await sayWhoIsSignedIn(client)
            case ("logout", nil): try await logout(client)
            default: exit(saying: usage, status: 2)
            }
        } catch {
            exit(saying: "\(error)", status: 1)
        }
    }

    private static func login(_ email: String, with client: DirectusSessionClient) async throws(DirectusError) {
        let password = ask("Password: ")
        do throws(DirectusError) {
            try await client.login(email: email, password: password)
        } catch  where error.code == .invalidOTP {
            try await client.login(email: email, password: password, otp: ask("One-time password: "))
        }
        try await sayWhoIsSignedIn(client)
    }

    private static func sayWhoIsSignedIn(_ client: DirectusSessionClient) async throws(DirectusError) {
        // Without this the request would go out anonymous, as it should when nobody is signed in.
        guard try await client.getToken() != nil else { return print("Nobody is signed in.") }
        let me = try await client.request(.readMe(Query(fields: ["email"])), as: DirectusUser.self)
        print("Signed in as \(me.email ?? "somebody without an e-mail address").")
    }

    private static func logout(_ client: DirectusSessionClient) async throws(DirectusError) {
        do throws(DirectusError) {
            try await client.logout()
        } catch  where error.isRetryable {
            print("Signed out here; the server could not be told (\(error.code)).")
            return
        }
        print("Signed out.")
    }

    /// Where the session is kept; `SIGN_IN_FILE` says otherwise.
    private static var sessionFile: URL {
        if let path = ProcessInfo.processInfo.environment["SIGN_IN_FILE"] { return URL(filePath: path) }
        return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/state/sign-in/session.json")
    }

    /// Asks on a terminal without showing what is typed, else reads a line.
    private static func ask(_ prompt: String) -> String {
        if isatty(STDIN_FILENO) == 1, let typed = getpass(prompt) { return String(cString: typed) }
        return readLine() ?? ""
    }

    private static let usage = "usage: SignIn URL login EMAIL | SignIn URL me | SignIn URL logout"

    private static func exit(saying message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        Foundation.exit(status)
    }
}
