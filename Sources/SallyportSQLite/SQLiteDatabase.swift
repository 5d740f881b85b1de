import Foundation
import GRDB
public import SallyportCore
public import SallyportSQL

/// SQLite in a file, through GRDB: WAL, a pool of readers, one writer whose commits are shared (design section 4).
public struct SQLiteDatabase: SQLDatabase {
    private let pool: DatabasePool
    private let writer: GroupCommit
    private let clock: Clock

    /// Opens the file, and makes it if there is none, readable for its owner only.
    ///
    /// - Parameters:
    ///   - path: of the file; its folder must exist.
    ///   - clock: gives transactions their `now`.
    /// - Throws: ``StorageError`` if the file cannot be opened, or is no database.
    public init(path: String, clock: @escaping Clock) throws {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = true
        // Another process writes too: the command line, beside the running server.
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        do {
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch { throw StorageError(error) }
        writer = GroupCommit(pool)
        self.clock = clock
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read { [clock] database in
                try body(SQLiteConnection(database: database, clock: clock))
            }
        } catch let error as DatabaseError { throw StorageError(error) }
    }

    public func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (SQLiteConnection) throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.run(durability) { [clock] database in
                try body(SQLiteConnection(database: database, clock: clock))
            }
        } catch let error as DatabaseError { throw StorageError(error) }
    }

    public func exclusively<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws -> Value
    ) async throws -> Value {
        // There is one writer, whatever it writes.
        try await write(.durable, body)
    }

    /// Ends all connections, after the statements that run; everything is in the one file then, for whoever copies it.
    public func close() throws {
        // A connection that is closed already must not be touched again.
        guard writer.endsNow() else { return }
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try pool.close()
    }
}

extension StorageError {
    /// What SQLite says, without statement and arguments.
    init(_ error: any Error) {
        if let error = error as? DatabaseError {
            self.init("SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")")
        } else {
            self.init("SQLite: \(error.localizedDescription)")
        }
    }
}
