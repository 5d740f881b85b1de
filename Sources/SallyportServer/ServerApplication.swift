import DirectusProtocol
import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import MedusaProtocol
import NIOCore
import SallyportCore
import Studio

/// The HTTP server over an installation: every door on one router.
public struct ServerApplication: Sendable {
    private let installation: Installation
    private let configuration: ServerConfiguration
    private let logger: Logger

    /// How long a request may take to arrive whole, and an answer to be taken.
    public var requestDeadline: Duration = .seconds(30)
    /// How long a connection may stand idle.
    public var idleTimeout: Duration = .seconds(75)

    /// How many seconds mail waits at least, and at most, before it is sent.
    public var mailDelay = 0.2..<1.5

    /// A server over an installation that is open.
    public init(_ installation: Installation, _ configuration: ServerConfiguration, logger: Logger) {
        self.installation = installation
        self.configuration = configuration
        self.logger = logger
    }

    /// A service that serves until it is shut down gracefully, and answers what is in flight.
    ///
    /// - Parameter onRunning: called with the port once the server listens.
    public func service(
        onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let deadline = TimeAmount(requestDeadline)
        var application = Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        RequestDeadline(deadline), ResponseDeadline(deadline), ContinueExpectation(), UpgradeRefusal(),
                    ],
                    idleTimeout: TimeAmount(idleTimeout))),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil, backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(ConnectionLimit.raise())),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
        application.addServices(Sweeper(core: installation.core, logger: logger))
        application.addServices(
            Postman(
                deliver: installation.core.deliverMail, signal: installation.core.mailSignal, logger: logger,
                delay: mailDelay, start: installation.startMail))
        application.addServices(Pulse(heartbeat: installation.core.heartbeat))
        if installation.core.rateLimits.areShared {
            application.addServices(RateLimitExchange(limits: installation.core.rateLimits, logger: logger))
        }
        if let announcer = installation.announcer {
            application.addServices(ChangeListener(announcer: announcer, changes: installation.core.remoteChanges))
        }
        if let keepConnections = installation.keepConnections {
            application.addServices(ConnectionKeeper(keep: keepConnections))
        }
        return application
    }

    /// All that is answered: methods and paths, as `GET /users/{id}`.
    public var routes: [String] { router().routes.map { "\($0.method.rawValue) \($0.path)" } }

    private func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        let directus = DirectusDoor(core: installation.core, options: configuration.directus)
        // First: Directus' middleware sees what is added after it.
        if let medusa = configuration.medusa {
            MedusaDoor(core: installation.core, options: medusa.options).add(to: router, client: directus.client)
        }
        directus.add(to: router)
        StudioPages(core: installation.core, publicURL: configuration.publicURL).add(
            to: router, client: directus.client)
        return router
    }
}
