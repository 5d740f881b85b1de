import DirectusProtocol
import Logging
import SallyportCore
import SallyportServer
import TestSupport
import Testing

/// Names and defaults: Directus spec section 11, design section 8.
@Suite("Reading the configuration")
struct ServerConfigurationTests {
    @Test("without any variable everything has its default")
    func defaults() throws {
        let configuration = try ServerConfiguration(environment: [:])
        #expect(configuration.host == "0.0.0.0")
        #expect(configuration.port == 8055)
        #expect(configuration.database.label.hasPrefix("./data/"))
        #expect(configuration.secret == nil)
        #expect(configuration.previousSecret == nil)
        #expect(configuration.administrator == nil)
        #expect(configuration.hash.memory == 65_536)
        #expect(configuration.hash.time == 3)
        #expect(configuration.hashThreads >= 1)
        #expect(configuration.logLevel == .info)
        #expect(configuration.warnings.isEmpty)
    }

    @Test("without any variable sessions live as long as in Directus")
    func defaultLifetimes() throws {
        let sessions = try ServerConfiguration(environment: [:]).sessions
        #expect(sessions.accessTokenLifetime == .seconds(15 * 60))
        #expect(sessions.refreshTokenLifetime == .seconds(7 * 86_400))
        #expect(sessions.sessionCookieLifetime == .seconds(86_400))
        #expect(sessions.gracePeriod == .seconds(10))
        #expect(sessions.absoluteLifetime == nil)
        #expect(sessions.reuse == .revoke)
    }

    @Test("without any variable the door is Directus' with everything optional off")
    func defaultDoor() throws {
        let door = try ServerConfiguration(environment: [:]).directus
        #expect(door.providers.isEmpty)
        #expect(!door.disablesDefault)
        #expect(door.cors == nil)
        #expect(door.rateLimit == nil)
        #expect(door.globalRateLimit == nil)
        #expect(door.proxyTrust == .nobody)
        #expect(door.addressHeader == nil)
        #expect(door.maximumPayload == 1 << 20)
        #expect(door.strictTransportSecurity == nil)
        #expect(door.rootRedirect == "./admin")
        #expect(door.signInStall == .zero)
    }

    @Test("the public address is on this machine unless it is told", arguments: [nil, "", "/"])
    func defaultPublicURL(_ value: String?) throws {
        let configuration = try ServerConfiguration(environment: ["PORT": "9000", "PUBLIC_URL": value].compacted)
        #expect(configuration.publicURL == "http://localhost:9000")
    }

    @Test(
        "a public address keeps its path and loses its last slash",
        arguments: [
            ("https://auth.example.com", "https://auth.example.com"),
            ("https://auth.example.com/", "https://auth.example.com"),
            ("http://example.com:8055/auth/", "http://example.com:8055/auth"),
        ])
    func publicURL(_ value: String, expected: String) throws {
        #expect(try ServerConfiguration(environment: ["PUBLIC_URL": value]).publicURL == expected)
    }

    @Test("every variable of the server does what its name says")
    func server() throws {
        let secret = "ThisSecretIsLongEnoughAndRandom+1234567890"
        let configuration = try ServerConfiguration(environment: [
            "HOST": "127.0.0.1", "PORT": "80", "DB_CLIENT": "sqlite3", "DB_FILENAME": "/tmp/x/directus.db",
            "SECRET": secret, "SECRET_PREVIOUS": "the one before", "HASH_MEMORY_COST": "19456",
            "HASH_TIME_COST": "2", "HASH_PARALLELISM": "1", "HASH_TYPE": "2", "HASH_THREADS": "3", "LOG_LEVEL": "trace",
        ])
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 80)
        #expect(configuration.database.label == "/tmp/x/directus.db")
        #expect(configuration.dataFolder == "/tmp/x")
        #expect(configuration.secret?.reveal() == secret)
        #expect(configuration.previousSecret?.reveal() == "the one before")
        #expect(configuration.hash.memory == 19_456)
        #expect(configuration.hash.time == 2)
        #expect(configuration.hashThreads == 3)
        #expect(configuration.logLevel == .trace)
    }

    @Test("a configuration never shows its secrets")
    func secretsStayHidden() throws {
        let configuration = try ServerConfiguration(environment: [
            "SECRET": "hidden-secret-0123456789-abcdefghij", "SECRET_PREVIOUS": "hidden-previous",
            "ADMIN_EMAIL": "admin@example.com", "ADMIN_PASSWORD": "hidden-password", "ADMIN_TOKEN": "hidden-token",
        ])
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration)\(String(reflecting: configuration))\(dumped)".contains("hidden"))
    }

    @Test("every lifetime can be set")
    func lifetimes() throws {
        let sessions = try ServerConfiguration(environment: [
            "ACCESS_TOKEN_TTL": "5m", "REFRESH_TOKEN_TTL": "30d", "SESSION_COOKIE_TTL": "12h",
            "SESSION_REFRESH_GRACE_PERIOD": "0s", "SESSION_ABSOLUTE_TTL": "1w", "REFRESH_TOKEN_REUSE": "refuse",
        ]).sessions
        #expect(sessions.accessTokenLifetime == .seconds(300))
        #expect(sessions.refreshTokenLifetime == .seconds(30 * 86_400))
        #expect(sessions.sessionCookieLifetime == .seconds(12 * 3600))
        #expect(sessions.gracePeriod == .zero)
        #expect(sessions.absoluteLifetime == .seconds(7 * 86_400))
        #expect(sessions.reuse == .refuse)
    }

    @Test(
        "the first administrator is who ADMIN_EMAIL names",
        arguments: [nil, "an-administrators-token"])
    func administrator(token: String?) throws {
        let administrator = try #require(
            try ServerConfiguration(
                environment: [
                    "ADMIN_EMAIL": "admin@example.com", "ADMIN_PASSWORD": "pass word=1", "ADMIN_TOKEN": token,
                ].compacted
            ).administrator)
        #expect(administrator.email.text == "admin@example.com")
        #expect(administrator.password.bytes.elementsEqual("pass word=1".utf8))
        #expect(administrator.staticToken?.reveal() == token)
    }

    @Test("the environment of the process wins over .env")
    func processWins() throws {
        let file = "HOST=from-file\nPORT=1111\nADMIN_EMAIL=file@example.com\nADMIN_PASSWORD=x\n"
        let configuration = try ServerConfiguration(
            environment: ["PORT": "2222", "ADMIN_EMAIL": "process@example.com"], file: file)
        #expect(configuration.host == "from-file")
        #expect(configuration.port == 2222)
        #expect(configuration.administrator?.email.text == "process@example.com")
    }

    @Test(
        "Directus' words for the level of the log, and swift-log's",
        arguments: [
            ("trace", "trace"), ("debug", "debug"), ("info", "info"), ("notice", "notice"), ("warn", "warning"),
            ("warning", "warning"), ("error", "error"), ("fatal", "critical"), ("critical", "critical"),
            ("silent", "critical"), ("INFO", "info"),
        ])
    func logLevel(_ value: String, expected: String) throws {
        #expect(try ServerConfiguration(environment: ["LOG_LEVEL": value]).logLevel.rawValue == expected)
    }

    @Test("/ leads where ROOT_REDIRECT says, or nowhere", arguments: [("/app", "/app"), ("false", nil)])
    func rootRedirect(_ value: String, expected: String?) throws {
        #expect(try ServerConfiguration(environment: ["ROOT_REDIRECT": value]).directus.rootRedirect == expected)
    }
}

extension [String: String?] {
    /// Without the names that have no value.
    var compacted: [String: String] { compactMapValues { $0 } }
}
