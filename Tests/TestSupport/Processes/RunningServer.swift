import Foundation

/// The server's binary, serving.
package struct RunningServer: Sendable {
    package let program: Program
    package let port: Int
    /// What it said on standard output at its start.
    package let banner: String

    package var client: HTTPClient { HTTPClient(port: port) }
    /// What it said on standard error so far.
    package var log: String { program.errors }

    /// It ended before it listened.
    package struct Stopped: Error, CustomStringConvertible {
        var ending: Program.Ending
        var errors: String
        package var description: String { "The server stopped before it listened (\(ending)):\n\(errors)" }
    }

    /// Waits until the program listens: until it has said all of its banner.
    package init(_ program: Program) async throws {
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
    package var setUpLink: String? {
        banner.firstMatch(of: /https?:\/\/[^\/\s]+(\/admin\/setup\?token=\S+)/).map { String($0.1) }
    }

    /// Stops it gracefully, and waits.
    @discardableResult
    package func stop(_ signal: Int32 = SIGTERM) async -> Program.Ending {
        program.send(signal)
        return await program.ended()
    }

    /// Kills it as it stands, and waits.
    package func kill() async {
        program.send(SIGKILL)
        _ = await program.ended()
    }
}
