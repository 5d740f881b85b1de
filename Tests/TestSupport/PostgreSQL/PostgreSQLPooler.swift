import Foundation

/// A real PgBouncer in transaction mode that the tests start, on a free loopback port, with few connections to the server:
/// whoever relies on a connection of his own behind it is found out.
package struct PostgreSQLPooler: Sendable {
    /// Where it listens, on 127.0.0.1.
    package let port: Int
    private let program: Program
    private let folder: URL

    /// Lets connections through to the server while the body runs.
    ///
    /// - Parameters:
    ///   - size: how many connections to one database it makes at most.
    ///   - body: is given the port to connect to.
    package static func use<Value: Sendable>(
        before server: PostgreSQLServer, size: Int = 3, _ body: (Int) async throws -> Value
    ) async throws -> Value {
        let pooler = try await PostgreSQLPooler(before: server, size: size)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(pooler.port)) } catch { outcome = .failure(error) }
        await pooler.end()
        return try outcome.get()
    }

    private init(before server: PostgreSQLServer, size: Int) async throws {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let binary = try PostgreSQLPrograms.program(
            "pgbouncer", ofPackage: "pgbouncer",
            in: (["/usr/sbin"] + path).map { URL(filePath: $0, directoryHint: .isDirectory) })
        folder = try TestServer.makeFolder()
        port = try await FreePorts.take(1)[0]
        let users = folder.appending(path: "users.txt")
        let configuration = folder.appending(path: "pgbouncer.ini")
        try Data("\"\(PostgreSQLServer.user)\" \"\(server.password)\"\n".utf8).write(to: users)
        try Data(
            """
            [databases]
            * = host=127.0.0.1 port=\(server.port)

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = \(users.path)
            pool_mode = transaction
            default_pool_size = \(size)
            max_client_conn = 500

            """.utf8
        ).write(to: configuration)
        // PgBouncer does not run as root either.
        if let owner = server.programs.owner {
            for file in [folder, users, configuration] {
                try FileManager.default.setAttributes([.ownerAccountName: owner], ofItemAtPath: file.path)
            }
        }
        // Its log goes to standard error; the transcript is of standard output.
        let command = ["-c", #"exec "$@" 2>&1"#, "sh"] + server.programs.prefix + [binary.path, configuration.path]
        program = try Program(
            URL(filePath: "/bin/sh"), command, environment: [:], in: folder, record: folder.appending(path: "log"))
        let isReady = await program.output.first { $0.contains("process up") ? true : nil }
        guard isReady == true else {
            let text = await program.output.text
            await end()
            throw PostgreSQLServer.Failure(description: "PgBouncer ended while it started:\n\(text)")
        }
    }

    private func end() async {
        // At once: whoever still is in a transaction is cut off.
        program.send(SIGTERM)
        _ = await program.ended()
        try? FileManager.default.removeItem(at: folder)
    }
}
