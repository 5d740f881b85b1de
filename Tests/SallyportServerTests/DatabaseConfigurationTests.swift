import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportServer
import TestSupport
import Testing

/// `DB_*` (Directus spec section 11; docs, README).
@Suite("Configuring the database")
struct DatabaseConfigurationTests {
    private static let parts = [
        "DB_CLIENT": "pg", "DB_HOST": "db.example.com", "DB_DATABASE": "auth", "DB_USER": "sallyport",
        "DB_PASSWORD": "hidden-password", "SECRET": "a secret of more than thirty-two characters",
    ]

    private static func postgreSQL(_ environment: [String: String] = [:]) throws -> PostgreSQLConfiguration {
        let values = parts.merging(environment) { $1 }.filter { !$0.value.isEmpty }
        guard case .postgreSQL(let configuration) = try ServerConfiguration(environment: values).database else {
            throw NotPostgreSQL()
        }
        return configuration
    }

    private struct NotPostgreSQL: Error {}

    /// Names of what is wrong, and all that is said.
    private static func problems(_ environment: [String: String]) throws -> (names: [String], text: String) {
        let values = parts.merging(environment) { $1 }.filter { !$0.value.isEmpty }
        let problems = try #require(throws: ConfigurationProblems.self) {
            try ServerConfiguration(environment: values)
        }
        return (problems.problems.map(\.name), problems.description)
    }

    @Test("without DB_CLIENT it is a file")
    func sqlite() throws {
        for environment in [["DB_FILENAME": "/x/y.db"], ["DB_FILENAME": "/x/y.db", "DB_CLIENT": "sqlite3"]] {
            guard case .sqlite(let path) = try ServerConfiguration(environment: environment).database else {
                Issue.record("no file")
                return
            }
            #expect(path == "/x/y.db")
        }
    }

    @Test("single parts become libpq's parameters, with the defaults of the README")
    func singleParts() throws {
        let configuration = try Self.postgreSQL()
        #expect(
            configuration.parameters == [
                "host": "db.example.com", "dbname": "auth", "user": "sallyport", "password": "hidden-password",
            ])
        #expect(configuration.schema == nil)
        #expect(configuration.poolSize == 10)
        #expect(configuration.leastConnections == 0)
        #expect(configuration.patience == .seconds(2))
        #expect(configuration.isPooled == nil)
    }

    @Test("pool, schema, port and pooler are as they are given")
    func choices() throws {
        let configuration = try Self.postgreSQL([
            "DB_PORT": "6432", "DB_SCHEMA": "auth", "DB_POOL__MIN": "3", "DB_POOL__MAX": "7",
            "DB_POOL__ACQUIRE_TIMEOUT": "500ms", "DB_POOLER": "true",
        ])
        #expect(configuration.parameters["port"] == "6432")
        #expect(configuration.schema == "auth")
        #expect(configuration.leastConnections == 3)
        #expect(configuration.poolSize == 7)
        #expect(configuration.patience == .milliseconds(500))
        #expect(configuration.isPooled == true)
        #expect(try Self.postgreSQL(["DB_POOLER": "false"]).isPooled == false)
        // Who wants many kept may have them.
        #expect(try Self.postgreSQL(["DB_POOL__MIN": "20"]).poolSize == 20)
    }

    @Test("a connection string stands in place of all parts")
    func connectionString() throws {
        let text = "postgres://sallyport:hidden-password@db.example.com:6432/auth"
        let configuration = try Self.postgreSQL([
            "DB_CONNECTION_STRING": text, "DB_HOST": "", "DB_DATABASE": "", "DB_USER": "", "DB_PASSWORD": "",
        ])
        #expect(configuration.parameters == ["dbname": text])
        #expect(configuration.label == "PostgreSQL db.example.com:6432/auth")
    }

    @Test("encryption verifies the server unless it is told not to; its files are paths")
    func encryption() throws {
        #expect(try Self.postgreSQL().parameters["sslmode"] == nil)
        let verified = try Self.postgreSQL(["DB_SSL": "true"]).parameters
        #expect(verified["sslmode"] == "verify-full")
        #expect(verified["sslrootcert"] == "/etc/ssl/certs/ca-certificates.crt")
        let trusting = try Self.postgreSQL(["DB_SSL": "true", "DB_SSL__REJECT_UNAUTHORIZED": "false"]).parameters
        #expect(trusting["sslmode"] == "require")
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "ca.pem")
        try Data("certificate".utf8).write(to: file)
        let own = try Self.postgreSQL(["DB_SSL__CA_FILE": file.path]).parameters
        #expect(own["sslmode"] == "verify-full")
        #expect(own["sslrootcert"] == file.path)
        #expect(try Self.postgreSQL(["DB_SSL__CA_FILE": file.path, "DB_SSL": "false"]).parameters["sslmode"] == nil)
    }

    @Test("all that is wrong is told at once, with its cure, and no password")
    func allAtOnce() throws {
        let (names, text) = try Self.problems([
            "DB_HOST": "", "DB_USER": "", "DB_PORT": "hidden-port", "DB_POOL__MIN": "9", "DB_POOL__MAX": "3",
            "DB_POOL__ACQUIRE_TIMEOUT": "2", "DB_SSL": "hidden-word", "DB_SSL__CA_FILE": "/nowhere/hidden.pem",
            "DB_POOLER": "perhaps-hidden", "SECRET": "", "RATE_LIMITER_STORE": "redis", "REFRESH_DURABILITY": "hidden",
        ])
        #expect(
            Set(names) == [
                "DB_HOST", "DB_USER", "DB_PORT", "DB_POOL__MIN", "DB_POOL__ACQUIRE_TIMEOUT", "DB_SSL",
                "DB_SSL__CA_FILE", "DB_POOLER", "SECRET", "RATE_LIMITER_STORE", "REFRESH_DURABILITY",
            ])
        #expect(names.count == Set(names).count)
        #expect(!text.contains("hidden"))
        #expect(text.contains("DB_CONNECTION_STRING in place of all of them"))
        #expect(text.contains("memory, database"))
    }

    @Test("parts beside a connection string are told by name, and the string is not repeated")
    func both() throws {
        let (names, text) = try Self.problems([
            "DB_CONNECTION_STRING": "postgres://sallyport:hidden-password@db.example.com/auth", "DB_PORT": "5432",
        ])
        #expect(Set(names) == ["DB_DATABASE", "DB_HOST", "DB_PASSWORD", "DB_PORT", "DB_USER"])
        #expect(!text.contains("hidden"))
    }

    @Test(
        "a connection string that is none is told, and not repeated",
        arguments: ["postgres://sallyport:hidden@password@db/auth", "host=db password='hidden"])
    func noConnectionString(_ text: String) throws {
        let (names, told) = try Self.problems([
            "DB_CONNECTION_STRING": text, "DB_HOST": "", "DB_DATABASE": "", "DB_USER": "", "DB_PASSWORD": "",
        ])
        #expect(names == ["DB_CONNECTION_STRING"])
        #expect(!told.contains("hidden"))
    }

    @Test("DB_PASSWORD_FILE names a file that holds the password")
    func passwordFile() throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "password")
        try Data("from the file\n".utf8).write(to: file)
        let configuration = try Self.postgreSQL(["DB_PASSWORD": "", "DB_PASSWORD_FILE": file.path])
        #expect(configuration.parameters["password"] == "from the file")
    }

    @Test("limiters count in the database that nodes share, in memory where there is one node, and as they are told")
    func rateLimitStore() throws {
        #expect(try ServerConfiguration(environment: [:]).rateLimitStore == .memory)
        #expect(try ServerConfiguration(environment: ["RATE_LIMITER_STORE": "memory"]).rateLimitStore == .memory)
        #expect(try ServerConfiguration(environment: Self.parts).rateLimitStore == .database)
        let alone = Self.parts.merging(["RATE_LIMITER_STORE": "memory"]) { $1 }
        #expect(try ServerConfiguration(environment: alone).rateLimitStore == .memory)
        let problems = try #require(throws: ConfigurationProblems.self) {
            try ServerConfiguration(environment: ["RATE_LIMITER_STORE": "database"])
        }
        #expect(problems.problems.map(\.name) == ["RATE_LIMITER_STORE"])
    }

    @Test("a refresh waits for the disk only when it is to")
    func refreshDurability() throws {
        #expect(try ServerConfiguration(environment: [:]).sessions.refreshDurability == .relaxed)
        #expect(
            try ServerConfiguration(environment: ["REFRESH_DURABILITY": "durable"]).sessions.refreshDurability
                == .durable)
    }
}
