import SallyportCore
import SallyportMail
import SallyportPostgreSQL
import SallyportSQL

/// Why an installation cannot be opened or changed, and what to do.
public struct InstallationFailure: Error, Sendable, CustomStringConvertible {
    /// What trying again would bring.
    public enum Kind: Sendable {
        /// Something is configured wrongly, and will be the next time.
        case configuration
        /// The database is away, and may come back.
        case unavailable
        /// What was asked for cannot be done.
        case refused
    }

    public let kind: Kind
    public let description: String

    init(_ description: String, kind: Kind = .configuration) {
        self.kind = kind
        self.description = description
    }

    /// What opening the database or its keys threw.
    init(_ error: any Error, _ database: DatabaseConfiguration) async {
        switch error {
        case let failure as InstallationFailure: self = failure
        case let failure as SchemaFailure: self.init(failure.description)
        case let failure as MailConfigurationFailure: self.init(failure.description)
        case is KeyFailure:
            self.init(
                """
                SECRET is not the one that this database was made with, so its keys cannot be opened. \
                Set SECRET to the old value; or, to change it, set SECRET to the new and SECRET_PREVIOUS to the old one. \
                If it was changed with `sallyport secret rotate`, set SECRET to the new one.
                """)
        default:
            let isAway = await database.isAway(error)
            self.init(
                "The database \(database.label) cannot be opened: \(error). \(database.cure)",
                kind: isAway ? .unavailable : .configuration)
        }
    }
}

extension DatabaseConfiguration {
    /// Whether the error may pass by itself: there is no server, or none that has a place for us.
    fileprivate func isAway(_ error: any Error) async -> Bool {
        guard case .postgreSQL(let configuration) = self, let error = error as? StorageError, error.isTemporary else {
            return false
        }
        return await !configuration.refusesUs(error)
    }

    /// What to look at when it cannot be opened.
    fileprivate var cure: String {
        switch self {
        case .sqlite:
            "Check that the file and its folder are readable and writable for this user, and that it is a database."
        case .postgreSQL:
            "Check that PostgreSQL runs there, that user and password are right, and that the user may create tables."
        }
    }
}
