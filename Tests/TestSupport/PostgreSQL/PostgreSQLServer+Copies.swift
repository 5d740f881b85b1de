import Foundation

/// What operators do with databases: dump them, copy them, put an old copy back.
extension PostgreSQLServer.Database {
    /// The statements that would make the database anew, with all that it holds, as `pg_dump` writes them.
    package func dump() async throws -> String {
        let finished = try await server.run(
            [
                server.programs.dump.path, "--host=127.0.0.1", "--port=\(server.port)",
                "--username=\(PostgreSQLServer.user)", "--dbname=\(name)",
            ], environment: ["PGPASSWORD": server.password])
        guard finished.succeeded else { throw PostgreSQLServer.Failure(description: "pg_dump: \(finished.errors)") }
        // Of newer versions: a word of chance for psql, which is no part of the content.
        return finished.output.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("\\restrict ") && !$0.hasPrefix("\\unrestrict ") }.joined(separator: "\n")
    }

    /// A copy under a name of its own. Whoever is connected is cut off.
    package func copy() async throws -> Self {
        let copy = Self(name: "test_\(PostgreSQLServer.makeName())", server: server)
        try await copy.make(from: self)
        return copy
    }

    /// Puts a copy in its place.
    package func restore(_ copy: Self) async throws {
        try await server.query("DROP DATABASE \(name) WITH (FORCE)")
        try await make(from: copy)
    }

    private func make(from template: Self) async throws {
        // A server that was killed leaves its connections to PostgreSQL, which notices a little later.
        try await server.query(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '\(template.name)'")
        try await server.query(
            "CREATE DATABASE \(name) OWNER \(PostgreSQLServer.user) TEMPLATE \(template.name)")
    }
}
