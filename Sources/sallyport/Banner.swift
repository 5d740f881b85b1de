import Foundation
import SallyportCore
import SallyportServer

/// What somebody needs to know who has just started the server: where it is, where its data is, what to try first.
struct Banner {
    let configuration: ServerConfiguration

    /// - Parameters:
    ///   - port: where the server listens.
    ///   - setUpToken: for the one-time set-up link; `nil` when there are accounts.
    func show(port: Int, setUpToken: Secret<String>?) {
        let url =
            configuration.port == port ? configuration.publicURL : "http://localhost:\(port)"
        var lines = [
            "",
            "  Sallyport listens on \(configuration.host):\(port)",
            "  URL    \(url)",
            "  Data   \(data)",
        ]
        if let setUpToken {
            lines += [
                "",
                "  There is no account yet. Make the first administrator (this link works once):",
                "    \(url)/admin/setup?token=\(setUpToken.reveal())",
            ]
        }
        let email = configuration.administrator?.email.text ?? "you@example.com"
        lines += [
            "",
            "  Then sign in:",
            "    curl \(url)/auth/login \\",
            "      --header 'Content-Type: application/json' \\",
            "      --data '{\"email\": \"\(email)\", \"password\": \"…\"}'",
            "",
            "",
        ]
        FileHandle.standardOutput.write(Data(lines.joined(separator: "\n").utf8))
    }

    private var data: String {
        guard case .sqlite(let path) = configuration.database else { return configuration.database.label }
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
