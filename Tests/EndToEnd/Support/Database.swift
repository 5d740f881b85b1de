import Foundation
import TestSupport

/// A database, looked into from outside, so that none of our own code takes part: with Python's sqlite3, or with PostgreSQL's
/// own programs.
struct Database: Sendable {
    /// SQLite's.
    var file: URL

    private static let queryScript = """
        import sqlite3, sys
        with sqlite3.connect(sys.argv[1], timeout=10) as connection:
            for row in connection.execute(sys.argv[2]):
                print(*row, sep="\\t")
        connection.close()
        """

    private static let dumpScript = """
        import sqlite3, sys
        for statement in sqlite3.connect(sys.argv[1], timeout=10).iterdump():
            print(statement)
        """

    /// What went wrong, in Python's words.
    struct Failure: Error {
        var description: String
    }

    /// Runs one statement.
    ///
    /// - Returns: the rows, their columns separated by tabs.
    @discardableResult
    func query(_ statement: String, at site: Site) async throws -> [String] {
        if TestDatabase.isPostgreSQL { return try await TestDatabase.place(for: site.folder).query(statement) }
        return try await run(Self.queryScript, [statement], at: site)
    }

    /// The statements that would make the database anew, with all that it holds.
    func dump(at site: Site) async throws -> [String] {
        if TestDatabase.isPostgreSQL {
            return try await TestDatabase.place(for: site.folder).dump().components(separatedBy: "\n")
        }
        return try await run(Self.dumpScript, [], at: site)
    }

    /// A backup: SQLite's folder, or a copy of PostgreSQL's database.
    enum Copy {
        case folder(URL)
        case database(PostgreSQLServer.Database)
    }

    /// Copies the database, which no server is at.
    func copy(at site: Site) async throws -> Copy {
        if TestDatabase.isPostgreSQL { return .database(try await TestDatabase.place(for: site.folder).copy()) }
        let copy = site.folder.appendingPathComponent("copy", isDirectory: true)
        try FileManager.default.copyItem(at: site.data, to: copy)
        return .folder(copy)
    }

    /// Puts a copy in the place of the database, which no server is at.
    func restore(_ copy: Copy, at site: Site) async throws {
        switch copy {
        case .database(let copy): try await TestDatabase.place(for: site.folder).restore(copy)
        case .folder(let copy):
            try FileManager.default.removeItem(at: site.data)
            try FileManager.default.copyItem(at: copy, to: site.data)
        }
    }

    /// Everything that is stored, by what it is called: SQLite's files, or PostgreSQL's database and the log of its server.
    func everythingStored(at site: Site) async throws -> [String: Data] {
        if TestDatabase.isPostgreSQL {
            let place = try await TestDatabase.place(for: site.folder)
            return try site.files().merging([
                "the database": Data(try await place.dump().utf8),
                "PostgreSQL's log": Data(await place.server.log.utf8),
            ]) { $1 }
        }
        return try site.files()
    }

    /// From now on PostgreSQL writes every statement into its log, and what is bound to it.
    func logStatements(at site: Site) async throws {
        guard TestDatabase.isPostgreSQL else { return }
        let place = try await TestDatabase.place(for: site.folder)
        try await place.query("ALTER DATABASE \(place.name) SET log_statement TO 'all'")
    }

    private func run(_ script: String, _ arguments: [String], at site: Site) async throws -> [String] {
        let finished = try await site.run(Python.interpreter(), ["-c", script, file.path] + arguments)
        guard finished.succeeded else { throw Failure(description: finished.errors) }
        return finished.output.split(separator: "\n").map(String.init)
    }
}

extension Site {
    /// All files below the data folder, by their paths in it.
    fileprivate func files() throws -> [String: Data] {
        let paths = (FileManager.default.enumerator(atPath: data.path)?.allObjects as? [String]) ?? []
        return try paths.reduce(into: [:]) { files, path in
            let file = data.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                return
            }
            files[path] = try Data(contentsOf: file)
        }
    }
}
