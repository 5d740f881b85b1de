import Foundation
import GRDB
public import SallyportCore
public import SallyportSQL

/// GRDB's connection behind the seam. Not Sendable, as GRDB's is not: it cannot leave its transaction.
public struct SQLiteConnection: SQLConnection {
    public static let dialect = SQLDialect.sqlite

    let database: Database
    let clock: Clock

    public var now: Timestamp { clock() }

    public func rows(_ statement: SQLStatement) throws -> [SQLRow] {
        try translated {
            let cursor = try Row.fetchCursor(prepared(statement), arguments: statement.arguments)
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow(values: row.databaseValues.map(SQLValue.init)))
            }
            return rows
        }
    }

    @discardableResult
    public func execute(_ statement: SQLStatement) throws -> Int {
        try translated {
            try prepared(statement).execute(arguments: statement.arguments)
            return database.changesCount
        }
    }

    private func prepared(_ statement: SQLStatement) throws -> Statement {
        try statement.validate()
        if statement.isComposed { return try database.makeStatement(sql: statement.text) }
        return try database.cachedStatement(sql: statement.text)
    }

    private func translated<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
            || error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY
        {
            // «UNIQUE constraint failed: accounts.realm, accounts.email_key»: columns, no values.
            throw SQLConstraintViolation(detail: error.message ?? "")
        } catch let error as DatabaseError where error.isOfLimits {
            throw QuestionTooComplex()
        }
    }
}

extension DatabaseError {
    /// Whether the statement exceeds one of SQLite's limits (sqlite.org/limits.html). Only the words tell: the code is that
    /// of any error.
    fileprivate var isOfLimits: Bool {
        if resultCode == .SQLITE_TOOBIG { return true }
        guard resultCode == .SQLITE_ERROR, let message else { return false }
        return message.hasPrefix("parser stack overflow") || message.hasPrefix("Expression tree is too large")
            || message.hasPrefix("too many ")
    }
}

extension SQLStatement {
    fileprivate var arguments: StatementArguments {
        StatementArguments(bindings.map(DatabaseValue.init))
    }
}

extension DatabaseValue {
    fileprivate init(_ value: SQLValue) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = value.databaseValue
        case .text(let value): self = value.databaseValue
        case .blob(let value): self = Data(value).databaseValue
        }
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        // No column of ours holds one; a value from elsewhere is refused as «not an integer».
        case .double(let value): self = .text("\(value)")
        case .string(let value): self = .text(value)
        case .blob(let value): self = .blob(Array(value))
        }
    }
}
