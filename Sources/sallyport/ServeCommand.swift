import ArgumentParser
import Foundation
import Logging
import SallyportCore
import SallyportServer
import ServiceLifecycle
import UnixSignals

/// `sallyport serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Start the server. SIGTERM and SIGINT stop it, after what is in flight.")

    /// How long a database is waited for that is away, as when all of a machine starts at once. Then the process ends with
    /// `EX_UNAVAILABLE`, and whoever supervises it decides.
    private static let patience: Duration = .seconds(30)

    func run() async throws {
        let configuration = try Start.configuration()
        let logger = Start.logger(configuration.logLevel)
        for warning in configuration.warnings { logger.warning("\(warning)") }
        let installation = try await Start.installation(
            configuration, logger: logger, sendsMail: true, patience: Self.patience)
        try await bootstrap(installation, configuration, logger)
        let needsSetUp = try await installation.core.setUp.isOpen()

        let banner = Banner(configuration: configuration)
        let service = ServerApplication(installation, configuration, logger: logger).service { port in
            banner.show(port: port, setUpToken: needsSetUp ? installation.setUpToken : nil)
        }
        var group = ServiceGroupConfiguration(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(30)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            Start.complain(
                """
                The server stopped: \(error).
                If its address is in use, stop the other server, or set HOST or PORT.
                """)
            try await installation.close()
            throw ExitCode.failure
        }
        try await installation.close()
        logger.info("Stopped.")
    }

    private func bootstrap(
        _ installation: Installation, _ configuration: ServerConfiguration, _ logger: Logger
    ) async throws {
        guard let administrator = configuration.administrator else { return }
        do throws(AccountFailure) {
            if try await installation.bootstrap(administrator) {
                logger.info("Made the administrator that ADMIN_EMAIL names.")
            }
        } catch {
            Start.complain("The administrator that ADMIN_EMAIL names could not be made: \(error.explanation).")
            throw Start.configurationExit
        }
    }
}
