import Foundation
import TestSupport

/// A database, looked into from outside: with Python's sqlite3, so that none of our own code takes part.
struct Database: Sendable {
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
        try await run(Self.queryScript, [statement], at: site)
    }

    /// The statements that would make the database anew, with all that it holds.
    func dump(at site: Site) async throws -> [String] {
        try await run(Self.dumpScript, [], at: site)
    }

    private func run(_ script: String, _ arguments: [String], at site: Site) async throws -> [String] {
        let finished = try await site.run(Python.interpreter(), ["-c", script, file.path] + arguments)
        guard finished.succeeded else { throw Failure(description: finished.errors) }
        return finished.output.split(separator: "\n").map(String.init)
    }
}
