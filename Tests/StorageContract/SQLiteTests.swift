import Foundation
import GRDB
import SallyportCore
import TestSupport
import Testing

@testable import SallyportSQL
@testable import SallyportSQLite

/// What only SQLite has: its pragmas and its file.
@Suite("SQLite")
struct SQLiteTests {
    private func withDatabase(_ body: (SQLiteDatabase, String) async throws -> Void) async throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("test.db").path
        let database = try SQLiteDatabase(path: path, clock: ManualClock().clock)
        try await body(database, path)
        try database.close()
    }

    @Test(
        "what must reach the disk waits for it, a refresh does not",
        arguments: [(.durable, 2), (.relaxed, 1)] as [(Durability, Int64)])
    func synchronous(durability: Durability, value: Int64) async throws {
        try await withDatabase { database, _ in
            for _ in 0..<2 {
                let rows = try await database.write(durability) { try $0.rows("PRAGMA synchronous") }
                // https://sqlite.org/pragma.html#pragma_synchronous: 1 is NORMAL, 2 is FULL.
                #expect(rows.map(\.values) == [[.integer(value)]])
                _ = try await database.write(durability == .durable ? .relaxed : .durable) { try $0.rows("SELECT 1") }
            }
        }
    }

    @Test("a statement beyond SQLite's limits is the fault of whoever asked")
    func limits() async throws {
        // https://sqlite.org/limits.html: expressions nest 1,000 deep, and a chain nests as deep as it is long.
        let chain = SQLStatement(stringLiteral: "SELECT 1 WHERE 1" + String(repeating: " + 1", count: 1500))
        let columns = SQLStatement(stringLiteral: "SELECT 1" + String(repeating: ", 1", count: 3000))
        try await withDatabase { database, _ in
            for statement in [chain, columns] {
                await #expect(throws: QuestionTooComplex.self) {
                    try await database.read { try $0.rows(statement) }
                }
            }
        }
    }

    @Test("the file is its owner's only, in WAL, with foreign keys")
    func file() async throws {
        try await withDatabase { database, path in
            let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(permissions == 0o600)
            let mode = try await database.read { try $0.rows("PRAGMA journal_mode").map(\.values) }
            #expect(mode == [[.text("wal")]])
            let keys = try await database.write(.relaxed) { try $0.rows("PRAGMA foreign_keys").map(\.values) }
            #expect(keys == [[.integer(1)]])
        }
    }

    @Test("an error names the engine's code, never a value")
    func errors() async throws {
        try await withDatabase { database, _ in
            let error = await #expect(throws: StorageError.self) {
                try await database.write(.relaxed) { try $0.execute("INSERT INTO nowhere VALUES (\("hunter2"))") }
            }
            #expect(error?.description.contains("hunter2") == false)
            #expect(error?.description.contains("SQLite 1") == true)
        }
    }

    @Test("a file that is no database is refused")
    func noDatabase() throws {
        let folder = try TestServer.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("test.db").path
        try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: StorageError.self) { try SQLiteDatabase(path: path, clock: ManualClock().clock) }
    }
}
