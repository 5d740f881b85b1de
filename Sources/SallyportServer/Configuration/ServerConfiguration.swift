public import DirectusProtocol
import Foundation
public import Logging
public import SallyportCore

/// Everything that an operator chooses, checked (design section 8). Names are Directus' wherever it has one.
public struct ServerConfiguration: Sendable {
    /// `HOST`
    public var host: String
    /// `PORT`; 0 takes any free one.
    public var port: Int
    /// Where the server is reached from outside; no slash at the end.
    public var publicURL: String
    /// Where everything is kept.
    public var database: DatabaseConfiguration
    /// `nil`: one is made at first start, and kept beside the SQLite file. PostgreSQL has to be given one.
    public var secret: Secret<String>?
    /// `SECRET_PREVIOUS`, while the secret is being changed.
    public var previousSecret: Secret<String>?
    /// The first administrator, made while there is no account.
    public var administrator: SetUp.Administrator?
    /// Lifetimes, and what a stolen copy does.
    public var sessions: SessionSettings
    /// What new hashes are made with.
    public var hash: Argon2Parameters
    /// How many hashes are made at once.
    public var hashThreads: Int
    /// Where limiters count (`RATE_LIMITER_STORE`).
    public var rateLimitStore: RateLimitStore
    /// How mail is sent.
    public var mail: MailChoices
    /// Directus' door.
    public var directus: DirectusOptions
    /// Medusa's door; `nil` while it is off.
    public var medusa: MedusaChoices?
    /// `LOG_LEVEL`
    public var logLevel: Logger.Level
    /// What is allowed, but should be known.
    public var warnings: [String] = []

    /// Reads the configuration.
    ///
    /// - Parameters:
    ///   - environment: of the process; it wins over the file.
    ///   - file: the text of `.env`; `nil` without one.
    /// - Throws: ``ConfigurationProblems``, all at once.
    public init(environment: [String: String], file: String? = nil) throws(ConfigurationProblems) {
        var reader = ConfigurationReader(environment: environment, file: file)
        host = reader.text("HOST") ?? "0.0.0.0"
        port = reader.integer("PORT", in: 0...65_535) ?? 8055
        publicURL = reader.publicURL() ?? "http://localhost:\(port)"
        database = reader.database()
        secret = reader.signingSecret("SECRET")
        if case .postgreSQL = database, secret == nil, !reader.problems.contains(where: { $0.name.hasPrefix("SECRET") })
        {
            reader.report(
                "SECRET", "is missing beside DB_CLIENT=pg: all nodes need the same",
                "Make one with: openssl rand -base64 48")
        }
        previousSecret = reader.secret("SECRET_PREVIOUS")
        administrator = reader.administrator()
        sessions = reader.sessions()
        hash = reader.hashParameters()
        hashThreads =
            reader.integer("HASH_THREADS", in: 1...256) ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        rateLimitStore = reader.rateLimitStore(database)
        logLevel = reader.logLevel()
        mail = reader.mail(publicURL: publicURL, dataFolder: database.folder)
        directus = reader.directus(sessions: sessions, publicURL: publicURL)
        medusa = reader.medusa(publicURL: publicURL, like: directus, secret: secret)
        mail.links.customerPasswordReset = medusa?.passwordResetURL
        guard reader.problems.isEmpty else { throw ConfigurationProblems(problems: reader.problems) }
        warnings = Self.warnings(directus, hash, publicURL: publicURL) + mail.warnings + reader.medusaWarnings(medusa)
    }

    /// The folder of the SQLite file, where the secret is kept, too; `nil` with PostgreSQL.
    public var dataFolder: String? { database.folder }

    private static func warnings(
        _ directus: DirectusOptions, _ hash: Argon2Parameters, publicURL: String
    ) -> [String] {
        var warnings = [directus.refreshCookie, directus.sessionCookie].compactMap { $0.warning(publicURL: publicURL) }
        // OWASP's smallest recommendation for argon2id with 19 MiB: two passes (security.md 3d, RFC 9106).
        if hash.memory * hash.time < 19_456 * 2 {
            warnings.append("HASH_MEMORY_COST and HASH_TIME_COST are below what OWASP recommends: 19456 and 2.")
        }
        return warnings
    }
}

extension ConfigurationReader {
    fileprivate mutating func publicURL() -> String? {
        guard let text = text("PUBLIC_URL"), text != "/" else { return nil }
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", url.host?.isEmpty == false,
            url.query == nil, url.fragment == nil
        else {
            report("PUBLIC_URL", "is no absolute http or https address", "Write it as https://auth.example.com")
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// RFC 7518 section 3.2: an HS256 key has at least 256 bits.
    mutating func signingSecret(_ name: String) -> Secret<String>? {
        let cure = "Make one with: openssl rand -base64 48"
        if isGiven(name), text(name) == nil, problems.last?.name != name + "_FILE" {
            report(name, "is empty", "\(cure), or leave it out, and one is made and kept")
            return nil
        }
        guard let secret = secret(name) else { return nil }
        let text = secret.reveal()
        if Self.wellKnownSecrets.contains(text.lowercased()) {
            report(name, "is well known: it stands in documentation", cure)
        } else if text.utf8.count < 32 {
            report(name, "is shorter than 32 bytes", cure)
        } else if Set(text).count < 8 {
            report(name, "repeats a few characters", cure)
        }
        return secret
    }

    private static let wellKnownSecrets: Set<String> = [
        "6116487b-cda1-52c2-b5b5-c8022c45e263", "255d861b-5ea1-5996-9aa3-922530ec40b1", "supersecret",
        "replace-with-random-value", "replace-with-secure-random-value", "directus-test", "secret", "changeme",
        "change-me", "a-long-and-random-string-that-is-secret",
    ]

    fileprivate mutating func administrator() -> SetUp.Administrator? {
        let email = text("ADMIN_EMAIL")
        let password = text("ADMIN_PASSWORD")
        let token = secret("ADMIN_TOKEN")
        if let email, !EmailAddress(email).isWellFormed {
            report("ADMIN_EMAIL", "is no e-mail address", "Write one with a name, an @, and a domain with a dot")
        }
        if email == nil, password != nil || token != nil {
            report("ADMIN_EMAIL", "is missing beside ADMIN_PASSWORD or ADMIN_TOKEN", "Give the administrator's address")
        }
        if email != nil, password == nil {
            report("ADMIN_PASSWORD", "is missing beside ADMIN_EMAIL", "Give the administrator's password")
        }
        if let token, token.reveal().count > StaticToken.maximumLength {
            report("ADMIN_TOKEN", "is longer than \(StaticToken.maximumLength) characters", "Give a shorter one")
        }
        guard let email, let password else { return nil }
        return SetUp.Administrator(
            email: EmailAddress(email), password: Password(password), firstName: "Admin", lastName: "User",
            staticToken: token)
    }

    fileprivate mutating func sessions() -> SessionSettings {
        var settings = SessionSettings()
        settings.accessTokenLifetime = lifetime("ACCESS_TOKEN_TTL") ?? settings.accessTokenLifetime
        settings.refreshTokenLifetime = lifetime("REFRESH_TOKEN_TTL") ?? settings.refreshTokenLifetime
        settings.sessionCookieLifetime = lifetime("SESSION_COOKIE_TTL") ?? settings.sessionCookieLifetime
        settings.gracePeriod = duration("SESSION_REFRESH_GRACE_PERIOD") ?? settings.gracePeriod
        if settings.gracePeriod >= min(settings.refreshTokenLifetime, settings.sessionCookieLifetime) {
            report(
                "SESSION_REFRESH_GRACE_PERIOD", "is not shorter than a session may idle",
                "Write a few seconds, or raise REFRESH_TOKEN_TTL and SESSION_COOKIE_TTL")
        }
        settings.absoluteLifetime = lifetime("SESSION_ABSOLUTE_TTL")
        settings.reuse = word("REFRESH_TOKEN_REUSE", SessionSettings.Reuse.self) ?? settings.reuse
        settings.refreshDurability = word("REFRESH_DURABILITY", Durability.self) ?? settings.refreshDurability
        return settings
    }

    /// A duration that something lives: at least a second.
    mutating func lifetime(_ name: String) -> Duration? {
        guard let duration = duration(name) else { return nil }
        guard duration >= .seconds(1) else {
            report(name, "is shorter than a second", "Write at least 1s")
            return nil
        }
        return duration
    }

    fileprivate mutating func hashParameters() -> Argon2Parameters {
        var parameters = Argon2Parameters()
        parameters.memory = integer("HASH_MEMORY_COST", in: 8...1_048_576) ?? parameters.memory
        parameters.time = integer("HASH_TIME_COST", in: 1...64) ?? parameters.time
        if let lanes = text("HASH_PARALLELISM"), lanes != "1" {
            report("HASH_PARALLELISM", "is not 1, and libsodium makes hashes with one lane only", "Leave it out")
        }
        if let variant = text("HASH_TYPE"), variant != "2" {
            report("HASH_TYPE", "is not 2 (argon2id), and no other is made here", "Leave it out")
        }
        for name in ["HASH_HASH_LENGTH", "HASH_VERSION", "HASH_ASSOCIATED_DATA"] where text(name) != nil {
            report(name, "cannot be chosen here", "Leave it out")
        }
        return parameters
    }

    fileprivate mutating func logLevel() -> Logger.Level {
        guard let text = text("LOG_LEVEL") else { return .info }
        // Directus' words (pino) and swift-log's.
        let aliases: [String: Logger.Level] = ["warn": .warning, "fatal": .critical, "silent": .critical]
        guard let level = aliases[text.lowercased()] ?? Logger.Level(rawValue: text.lowercased()) else {
            report("LOG_LEVEL", "is no level", "Write trace, debug, info, warn, error or fatal")
            return .info
        }
        return level
    }
}
