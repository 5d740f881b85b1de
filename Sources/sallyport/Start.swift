import ArgumentParser
import Foundation
import Logging
import SallyportCore
import SallyportServer

/// What every command does first: configuration, logs, installation; and what it says when one of them fails.
enum Start {
    /// `EX_CONFIG` of sysexits.h: the configuration is wrong, and trying again will not help.
    static let configurationExit = ExitCode(78)

    /// `EX_UNAVAILABLE` of sysexits.h: the database is away, and trying again later may help.
    static let unavailableExit = ExitCode(69)

    /// - Throws: ``configurationExit``, after all problems were told.
    static func configuration() throws -> ServerConfiguration {
        let file = try environmentFile()
        do throws(ConfigurationProblems) {
            return try ServerConfiguration(environment: ProcessInfo.processInfo.environment, file: file)
        } catch {
            complain(error.description)
            throw configurationExit
        }
    }

    /// The text of `.env`; `nil` without one. One that cannot be read is no absent one.
    private static func environmentFile() throws -> String? {
        guard FileManager.default.fileExists(atPath: ".env") else { return nil }
        guard let data = FileManager.default.contents(atPath: ".env"), let text = String(data: data, encoding: .utf8)
        else {
            complain("The file .env cannot be read as UTF-8 text. Make it readable for this user, or take it away.")
            throw configurationExit
        }
        return text
    }

    /// - Parameters:
    ///   - sendsMail: whether it is the server.
    ///   - patience: for how long a database that is away is waited for.
    /// - Throws: `ExitCode`, after the problem and its cure were told.
    static func installation(
        _ configuration: ServerConfiguration, logger: Logger, sendsMail: Bool = false, patience: Duration = .zero
    ) async throws -> Installation {
        let deadline = ContinuousClock.now + patience
        return try await reporting { () async throws(InstallationFailure) in
            while true {
                do throws(InstallationFailure) {
                    return try await Installation.open(configuration, logger: logger, sendsMail: sendsMail)
                } catch {
                    guard error.kind == .unavailable, ContinuousClock.now < deadline else { throw error }
                    let left = ContinuousClock.now.duration(to: deadline).wholeSeconds
                    logger.warning("\(error) Trying again for \(left) s more.")
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// Opens the installation for one change, and tells what went wrong in an operator's words.
    ///
    /// - Parameter mayBegin: whether it makes sense on a database that is not there yet. Else somebody is in another folder than
    ///   the server, and would be told that all went well.
    /// - Throws: `ExitCode`.
    static func change(
        mayBegin: Bool = false, _ body: (Core) async throws(AccountFailure) -> Void
    ) async throws {
        let configuration = try configuration()
        if case .sqlite(let path) = configuration.database, !FileManager.default.fileExists(atPath: path) {
            let place = URL(fileURLWithPath: path).standardizedFileURL.path
            guard mayBegin else {
                complain(
                    """
                    Nothing was changed: there is no database at \(place).
                    Run this in the folder that the server runs in, or with the server's DB_FILENAME.
                    """)
                throw ExitCode.failure
            }
            complain("There was no database yet: \(place) is made.")
        }
        let installation = try await installation(configuration, logger: logger(.warning))
        do throws(AccountFailure) {
            try await body(installation.core)
        } catch {
            try await installation.close()
            complain("Nothing was changed: \(error.explanation).")
            throw ExitCode.failure
        }
        try await installation.close()
    }

    /// Does something for an operator.
    ///
    /// - Throws: `ExitCode`, after the problem and its cure were told.
    static func reporting<Value>(
        _ body: () async throws(InstallationFailure) -> Value
    ) async throws -> Value {
        do throws(InstallationFailure) {
            return try await body()
        } catch {
            complain(error.description)
            throw switch error.kind {
            case .configuration: configurationExit
            case .unavailable: unavailableExit
            case .refused: ExitCode.failure
            }
        }
    }

    static func logger(_ level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "sallyport")
        logger.logLevel = level
        return logger
    }

    /// Says something on standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
