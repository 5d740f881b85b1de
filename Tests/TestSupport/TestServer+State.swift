import Foundation
import GRDB
public import SallyportCore

/// A look past all doors, at what is stored.
extension TestServer {
    /// The counters of an account's sessions that were not revoked, oldest first.
    public func counters(of account: Account.ID) async throws -> [Int64] {
        try await read(
            """
            SELECT CAST(counter AS TEXT) FROM sessions WHERE account = ? AND revoked_at IS NULL ORDER BY created, id
            """, account
        ).compactMap { Int64($0) }
    }

    /// How many sessions of an account are stored, revoked or not.
    public func sessionCount(of account: Account.ID) async throws -> Int {
        try await read("SELECT id FROM sessions WHERE account = ?", account).count
    }

    /// Takes so many places of every budget of failures, as if a node had died while it judged guesses.
    public func hold(places: Int) async throws {
        let query = "UPDATE failures SET pending = \(places)"
        if TestDatabase.isPostgreSQL {
            _ = try await TestDatabase.query(query, for: folder)
            return
        }
        let queue = try DatabaseQueue(path: folder.appendingPathComponent("sallyport.db").path)
        defer { try? queue.close() }
        try await queue.write { try $0.execute(sql: query) }
    }

    /// What was done with an account, oldest first.
    public func actions(of account: Account.ID) async throws -> [String] {
        try await read("SELECT action FROM activity WHERE item = ? ORDER BY id", account)
    }

    /// The first column of what a query returns, as text; `?` stands for the account's id, which is no text of a stranger's.
    private func read(_ query: String, _ account: Account.ID) async throws -> [String] {
        let text = query.replacing("?", with: "'\(account.rawValue)'")
        if TestDatabase.isPostgreSQL { return try await TestDatabase.query(text, for: folder) }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(
            path: folder.appendingPathComponent("sallyport.db").path, configuration: configuration)
        defer { try? queue.close() }
        return try await queue.read { try String.fetchAll($0, sql: text) }
    }
}
