import Foundation
import SallyportCore
public import SallyportPostgreSQL

/// Where everything is kept.
public enum DatabaseConfiguration: Sendable {
    /// One file, for one node.
    case sqlite(path: String)
    /// A server, for as many nodes as there are.
    case postgreSQL(PostgreSQLConfiguration)

    /// The folder of the SQLite file; `nil` with PostgreSQL.
    var folder: String? {
        guard case .sqlite(let path) = self else { return nil }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// What an operator recognises it by; no password.
    public var label: String {
        switch self {
        case .sqlite(let path): path
        case .postgreSQL(let configuration): configuration.label
        }
    }
}

extension ConfigurationReader {
    /// `DB_CLIENT` and what belongs to it. Names are Directus' (`specs/directus.md` 11); `DB_SSL__CA_FILE` and its like are
    /// paths, as libpq takes them.
    mutating func database() -> DatabaseConfiguration {
        switch text("DB_CLIENT") ?? "sqlite3" {
        case "sqlite3":
            return .sqlite(path: text("DB_FILENAME") ?? "./data/sallyport.db")
        case "pg":
            return .postgreSQL(postgreSQL())
        default:
            report("DB_CLIENT", "is none that this version knows", "Write sqlite3 or pg, or leave it out")
            return .sqlite(path: "./data/sallyport.db")
        }
    }

    private mutating func postgreSQL() -> PostgreSQLConfiguration {
        var parameters: [String: String] = [:]
        let parts = ["DB_HOST": "host", "DB_DATABASE": "dbname", "DB_USER": "user", "DB_PASSWORD": "password"]
        if let connection = secret("DB_CONNECTION_STRING") {
            parameters["dbname"] = connection.reveal()
            for name in parts.keys.sorted() + ["DB_PORT"] where text(name) != nil {
                report(name, "is given, and DB_CONNECTION_STRING too", "Keep one of them")
            }
            if let problem = PostgreSQLConfiguration(parameters: parameters).problem {
                report(
                    "DB_CONNECTION_STRING", problem,
                    "Write it as postgres://user:password@host:5432/name, with what is special in the password percent-encoded"
                )
            }
        } else {
            for (name, parameter) in parts { parameters[parameter] = text(name) }
            parameters["port"] = integer("DB_PORT", in: 1...65_535).map(String.init)
            for name in ["DB_HOST", "DB_DATABASE", "DB_USER"] where text(name) == nil {
                report(
                    name, "is missing beside DB_CLIENT=pg", "Give it, or DB_CONNECTION_STRING in place of all of them")
            }
        }
        parameters.merge(encryption()) { $1 }
        let least = integer("DB_POOL__MIN", in: 0...1000) ?? 0
        let most = integer("DB_POOL__MAX", in: 1...1000) ?? max(10, least)
        if least > most { report("DB_POOL__MIN", "is greater than DB_POOL__MAX", "Write a smaller one") }
        let patience = duration("DB_POOL__ACQUIRE_TIMEOUT") ?? .seconds(2)
        return PostgreSQLConfiguration(
            parameters: parameters, schema: text("DB_SCHEMA"), poolSize: most, leastConnections: least,
            patience: patience, isPooled: flag("DB_POOLER"))
    }

    /// `DB_SSL=true` verifies the server's certificate and name, as node-postgres does.
    private mutating func encryption() -> [String: String] {
        let files = [
            "DB_SSL__CA_FILE": "sslrootcert", "DB_SSL__CERT_FILE": "sslcert", "DB_SSL__KEY_FILE": "sslkey",
        ]
        var parameters: [String: String] = [:]
        for (name, parameter) in files {
            guard let path = raw(name) else { continue }
            guard FileManager.default.isReadableFile(atPath: path) else {
                report(name, "is no file that can be read", "Name a file that this user may read")
                continue
            }
            parameters[parameter] = path
        }
        let verifies = flag("DB_SSL__REJECT_UNAUTHORIZED") ?? true
        guard flag("DB_SSL") ?? !parameters.isEmpty else { return [:] }
        parameters["sslmode"] = verifies ? "verify-full" : "require"
        if verifies, parameters["sslrootcert"] == nil {
            // libpq 15 knows no certificates of the system's.
            parameters["sslrootcert"] = "/etc/ssl/certs/ca-certificates.crt"
        }
        return parameters
    }
}
