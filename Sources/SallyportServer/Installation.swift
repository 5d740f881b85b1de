import Crypto
import Foundation
public import Logging
public import SallyportCore
import SallyportMail
import SallyportPostgreSQL
import SallyportSQL
import SallyportSQLite

/// An installation, opened: its database migrated, its keys unwrapped, its flows ready. The server stands on one, and so
/// does the command line beside it.
public struct Installation: Sendable {
    /// The flows.
    public let core: Core
    /// The storage that they stand on.
    public let vault: any Vault
    /// What the one-time set-up link bears.
    public let setUpToken: Secret<String>
    /// Where other nodes announce their changes; `nil` when there can be none.
    var announcer: PostgreSQLConfiguration?
    /// Has as many connections open as are to be kept; `nil` when none are.
    var keepConnections: (@Sendable () -> Void)?
    /// What comes before the first letter: says in the log whether mail can be sent, if that is to be asked.
    private(set) var startMail: @Sendable () async -> Void = {}
    private let closeDatabase: @Sendable () throws -> Void

    /// Opens the installation, and makes it at first start: folder, secret, database.
    ///
    /// - Parameters:
    ///   - sendsMail: whether mail is to be set up: not for a command beside the server, which leaves what it queues to it.
    ///   - clock: a test's, in place of the machine's and the database's.
    ///   - passwords: the configured hasher, or a test's.
    /// - Throws: ``InstallationFailure``, with its cure.
    public static func open(
        _ configuration: ServerConfiguration, logger: Logger, sendsMail: Bool = true, clock: Clock? = nil,
        passwords: (any PasswordHasher)? = nil
    ) async throws(InstallationFailure) -> Installation {
        let secret = try SecretFile.secret(of: configuration)
        do {
            switch configuration.database {
            case .sqlite(let path):
                let database = try SQLiteDatabase(path: path, clock: clock ?? SystemClock.now)
                return try await open(
                    configuration, database, secret, clock: clock ?? SystemClock.now,
                    steadyClock: clock ?? SteadyClock.now, passwords: passwords, logger: logger, sendsMail: sendsMail,
                    close: { try database.close() })
            case .postgreSQL(let parameters):
                let database = PostgreSQLDatabase(parameters, machineClock: SteadyClock.now, clock: clock)
                var installation = try await open(
                    configuration, database, secret, clock: database.clock, steadyClock: clock ?? SteadyClock.now,
                    passwords: passwords, logger: logger, sendsMail: sendsMail, close: { database.close() })
                installation.announcer = parameters
                if parameters.leastConnections > 0 { installation.keepConnections = database.keepConnections }
                return installation
            }
        } catch { throw await InstallationFailure(error, configuration.database) }
    }

    /// Migrates the database and opens its keys, whichever engine it has.
    private static func open(
        _ configuration: ServerConfiguration, _ database: some SQLDatabase, _ secret: Secret<String>,
        clock: @escaping Clock, steadyClock: @escaping Clock, passwords: (any PasswordHasher)?, logger: Logger,
        sendsMail: Bool, close: @escaping @Sendable () throws -> Void
    ) async throws -> Installation {
        do {
            try await Migrations.apply(to: database)
            let vault = SQLVault(database)
            let secret = try await SecretRotation.resumed(configuration, vault) ?? secret
            let keys = try await KeyRing.open(
                vault, secret: secret.bytes, previous: configuration.previousSecret?.bytes)
            return try Installation(
                configuration, vault, keys, clock: clock, steadyClock: steadyClock, passwords: passwords,
                logger: logger, sendsMail: sendsMail, close: close)
        } catch {
            try? close()
            throw error
        }
    }

    private init(
        _ configuration: ServerConfiguration, _ vault: any Vault, _ keys: KeyRing,
        clock: @escaping Clock, steadyClock: @escaping Clock, passwords: (any PasswordHasher)?, logger: Logger,
        sendsMail: Bool, close: @escaping @Sendable () throws -> Void
    ) throws {
        let mailer = sendsMail ? try Mailer(configuration.mail.transport, logger: logger) : nil
        var mail = MailSettings(sender: mailer ?? NoMail(), links: configuration.mail.links)
        mail.invitationLifetime = configuration.mail.invitationLifetime
        mail.registrationLifetime = configuration.mail.registrationLifetime
        mail.rateLimit = configuration.mail.rateLimit
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { Secret(Base64URL.text(Array($0))) }
        closeDatabase = close
        self.vault = vault
        setUpToken = token
        core = Core(
            vault: vault, keys: keys,
            passwords: passwords
                ?? Argon2Hasher(parameters: configuration.hash, width: configuration.hashThreads),
            sessions: configuration.sessions, mail: mail, store: configuration.medusa?.store ?? StoreSettings(),
            setUpToken: token,
            sharesRateLimits: configuration.rateLimitStore == .database, clock: clock, steadyClock: steadyClock,
            heartbeat: Heartbeat { SteadyClock.now() - Timestamp(milliseconds: 0) },
            pause: { try await Task.sleep(for: $0) },
            makeIdentifier: { UUID().uuidString.lowercased() }, logger: logger)
        guard let mailer else { return }
        let (isVerified, deliver) = (configuration.mail.isVerified, core.deliverMail)
        let isAlone = if case .sqlite = configuration.database { true } else { false }
        startMail = {
            if isAlone { try? await deliver.resume() }
            guard isVerified else { return }
            do throws(MailFailure) { try await mailer.check() } catch {
                logger.warning("Mail can't be sent at present: \(error)")
            }
        }
    }

    /// Makes the configured administrator, if there is no account yet.
    ///
    /// - Returns: whether it was made.
    public func bootstrap(_ administrator: SetUp.Administrator) async throws(AccountFailure) -> Bool {
        try await core.setUp(administrator, client: Client())
    }

    /// Writes what is still under way, and closes the database.
    public func close() async throws {
        await core.seen.settle()
        try closeDatabase()
    }
}

/// The system's time.
public enum SystemClock {
    @Sendable
    public static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

/// The time as it passes: the system's when this process began to ask, and from there on, whatever anybody sets the
/// system's clock to.
public enum SteadyClock {
    private static let start = (time: SystemClock.now(), instant: ContinuousClock.now)

    @Sendable
    public static func now() -> Timestamp {
        start.time + start.instant.duration(to: .now)
    }
}

extension Secret<String> {
    var bytes: Secret<[UInt8]> { Secret<[UInt8]>(Array(reveal().utf8)) }
}

/// Where nothing is sent: what a command queues goes out from the server.
private struct NoMail: MailSender {
    func send(_ letter: Letter) async throws(MailFailure) {
        throw MailFailure("This process sends no mail.", .away)
    }
}
