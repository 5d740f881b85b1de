import Foundation
import GRDB
public import SallyportCore

/// A look past all doors, at what is stored.
extension TestServer {
    /// The counters of an account's sessions that were not revoked, oldest first.
    public func counters(of account: Account.ID) throws -> [Int64] {
        try read(
            "SELECT counter FROM sessions WHERE account = ? AND revoked_at IS NULL ORDER BY created, id", account)
    }

    /// How many sessions of an account are stored, revoked or not.
    public func sessionCount(of account: Account.ID) throws -> Int {
        try read("SELECT id FROM sessions WHERE account = ?", account, as: String.self).count
    }

    /// What was done with an account, oldest first.
    public func actions(of account: Account.ID) throws -> [String] {
        try read("SELECT action FROM activity WHERE account = ? ORDER BY id", account)
    }

    /// The address that an account's newest session came from.
    public func address(of account: Account.ID) throws -> String? {
        try read("SELECT ip FROM sessions WHERE account = ? ORDER BY created DESC, id", account, as: String.self).first
    }

    private func read<Value: DatabaseValueConvertible>(
        _ query: String, _ account: Account.ID, as _: Value.Type = Value.self
    ) throws -> [Value] {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(
            path: folder.appendingPathComponent("sallyport.db").path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { try Value.fetchAll($0, sql: query, arguments: [account.rawValue]) }
    }
}
