import Foundation
import TestSupport

/// The server's binary, serving.
struct RunningServer: Sendable {
    let program: Program
    let port: Int
    /// What it said on standard output at its start.
    let banner: String

    var client: HTTPClient { HTTPClient(port: port) }
    /// What it said on standard error so far.
    var log: String { program.errors }

    /// It ended before it listened.
    struct Stopped: Error, CustomStringConvertible {
        var ending: Program.Ending
        var errors: String
        var description: String { "The server stopped before it listened (\(ending)):\n\(errors)" }
    }

    /// Waits until the program listens: until it has said all of its banner.
    init(_ program: Program) async throws {
        self.program = program
        let found = await withTaskCancellationHandler {
            await program.output.first { text -> (port: Int, banner: String)? in
                // The banner's last line.
                guard text.contains("--data '{\"email\""), text.hasSuffix("\n\n"),
                    let match = text.firstMatch(of: /listens on \S+:(\d+)/), let port = Int(match.1)
                else { return nil }
                return (port, text)
            }
        } onCancel: {
            program.send(SIGKILL)
        }
        guard let found else { throw Stopped(ending: await program.ended(), errors: program.errors) }
        (port, banner) = found
    }

    /// The set-up link's path and query; `nil` if the banner has no link.
    var setUpLink: String? {
        banner.firstMatch(of: /http:\/\/localhost:\d+(\/admin\/setup\?token=\S+)/).map { String($0.1) }
    }

    /// Stops it gracefully, and waits.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) async -> Program.Ending {
        program.send(signal)
        return await program.ended()
    }

    /// Kills it as it stands, and waits.
    func kill() async {
        program.send(SIGKILL)
        _ = await program.ended()
    }
}
