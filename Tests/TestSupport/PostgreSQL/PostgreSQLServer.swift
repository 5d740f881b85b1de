import Foundation
import Synchronization

/// A real PostgreSQL that the tests start, on a free loopback port and in a temporary folder of its own.
package final class PostgreSQLServer: Sendable {
    /// The role that owns the databases: nobody special.
    package static let user = "sallyport"

    /// Where it listens, on 127.0.0.1.
    package let port: Int
    /// Of ``user``, made for this server. It is asked for.
    package let password = PostgreSQLServer.makeName()
    private let administratorPassword = PostgreSQLServer.makeName()
    let programs: PostgreSQLPrograms
    private let folder: URL
    private let settings: [String: String]
    private let state: Mutex<State>

    private struct State {
        var program: Program?
        var recordCount = 0
        /// Its processes, while they are stopped.
        var frozen: [pid_t] = []
    }

    /// It did not do what it should.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    // MARK: One for all tests

    private static let starting = Task {
        let server = try await PostgreSQLServer(settings: [:])
        running.withLock { $0 = server }
        atexit { PostgreSQLServer.running.withLock { $0 }?.endAtOnce() }
        return server
    }
    private static let running = Mutex<PostgreSQLServer?>(nil)

    /// The server that all tests of this run share; it ends with them.
    package static func shared() async throws -> PostgreSQLServer {
        try await starting.value
    }

    /// A fresh database on the shared server, dropped after the body.
    ///
    /// - Parameter encoding: by PostgreSQL's name.
    package static func withDatabase<Value>(
        encoding: String = "UTF8", _ body: (Database) async throws -> Value
    ) async throws -> Value {
        let server = try await shared()
        let database = try await server.makeDatabase(encoding: encoding)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        try await server.query("DROP DATABASE \(database.name) WITH (FORCE)")
        return try outcome.get()
    }

    // MARK: One of a test's own

    /// A server for the body alone, which may restart it, kill it, freeze it.
    ///
    /// - Parameter settings: of `postgresql.conf`, over what saves the tests time.
    package static func use<Value>(
        _ settings: [String: String] = [:], _ body: (PostgreSQLServer) async throws -> Value
    ) async throws -> Value {
        let server = try await PostgreSQLServer(settings: settings)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(server)) } catch { outcome = .failure(error) }
        await server.end()
        return try outcome.get()
    }

    private init(settings: [String: String]) async throws {
        // Nothing here is to outlive a power cut.
        self.settings = ["fsync": "off", "full_page_writes": "off", "max_connections": "200"].merging(settings) { $1 }
        programs = try PostgreSQLPrograms()
        folder = try TestServer.makeFolder()
        state = Mutex(State())
        port = try await FreePorts.take(1)[0]
        do {
            try await initialise()
            try await start()
            try await query("CREATE ROLE \(Self.user) LOGIN PASSWORD '\(password)'")
        } catch {
            await end()
            throw error
        }
    }

    private func initialise() async throws {
        let passwordFile = folder.appending(path: "password")
        try Data(administratorPassword.utf8).write(to: passwordFile)
        if let owner = programs.owner {
            for file in [folder, passwordFile] {
                try FileManager.default.setAttributes([.ownerAccountName: owner], ofItemAtPath: file.path)
            }
        }
        let finished = try await run(
            programs.prefix + [
                programs.initdb.path, "--pgdata=\(data)", "--username=postgres", "--pwfile=\(passwordFile.path)",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
            ])
        guard finished.succeeded else { throw Failure(description: "initdb: \(finished)") }
    }

    /// Starts it again, on the same port, with the same data.
    package func start() async throws {
        // Whose last process has just been killed may hold its memory for a moment longer.
        for _ in 0..<50 {
            let program = try startProgram()
            let isReady = await program.output.first { $0.contains("ready to accept connections") ? true : nil }
            if isReady == true { return }
            let text = await program.output.text
            guard text.contains("shared memory block") || text.contains("another server might be running") else {
                throw Failure(description: "PostgreSQL ended while it started:\n\(text)")
            }
        }
        throw Failure(description: "PostgreSQL cannot be started again")
    }

    private func startProgram() throws -> Program {
        let options = settings.merging([
            "listen_addresses": "127.0.0.1", "port": "\(port)", "unix_socket_directories": "",
            // What it says when it is ready is English then.
            "lc_messages": "C",
        ]) { $1 }.flatMap { ["-c", "\($0)=\($1)"] }
        let command = programs.prefix + [programs.postgres.path, "-D", data] + options
        // Its log goes to standard error; the transcript is of standard output.
        let program = try startProgram(["/bin/sh", "-c", #"exec "$@" 2>&1"#, "sh"] + command)
        state.withLock { $0.program = program }
        return program
    }

    /// Stops it, and waits for the end.
    ///
    /// - Parameter signal: SIGINT cuts all connections in order, SIGQUIT as if it had crashed, SIGTERM waits for them.
    package func stop(_ signal: Int32 = SIGINT) async {
        guard let program = state.withLock({ $0.program }) else { return }
        program.send(signal)
        _ = await program.ended()
    }

    /// Stops all of its processes where they are: sockets stay open, and nobody answers.
    package func freeze() async throws {
        guard let id = state.withLock({ $0.program?.id }) else { return }
        // First the one that would start others.
        kill(id, SIGSTOP)
        let listing = try await run(["/bin/ps", "-A", "-o", "pid=,ppid="])
        let processes = listing.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { pid_t($0) } }
        let children = processes.filter { $0.count == 2 && $0[1] == id }.map { $0[0] }
        for child in children {
            // Stopped, they would outlive tests that are killed.
            Guardian.ofThisProcess.watch(child)
            kill(child, SIGSTOP)
        }
        state.withLock { $0.frozen = children + [id] }
    }

    /// Lets it go on.
    package func thaw() {
        let frozen = state.withLock { state in
            defer { state.frozen = [] }
            return state.frozen
        }
        for id in frozen {
            kill(id, SIGCONT)
            Guardian.ofThisProcess.release(id)
        }
        if let id = state.withLock({ $0.program?.id }), !frozen.isEmpty { Guardian.ofThisProcess.watch(id) }
    }

    /// Ends it, with all that it has stored.
    private func end() async {
        thaw()
        await stop(SIGQUIT)
        try? FileManager.default.removeItem(at: folder)
    }

    /// The same when nothing can be awaited any more.
    private func endAtOnce() {
        thaw()
        if let program = state.withLock({ $0.program }) {
            program.send(SIGQUIT)
            program.waitForEnd()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What it has said since it was started.
    package var log: String {
        get async { await state.withLock { $0.program }?.output.text ?? "" }
    }

    // MARK: Databases

    /// A database of its own for a test.
    package struct Database: Sendable {
        package let name: String
        package let server: PostgreSQLServer

        /// How libpq gets there.
        package var parameters: [String: String] {
            [
                "host": "127.0.0.1", "port": "\(server.port)", "dbname": name, "user": PostgreSQLServer.user,
                "password": server.password,
            ]
        }

        /// The same in one text.
        package var connectionString: String {
            "postgres://\(PostgreSQLServer.user):\(server.password)@127.0.0.1:\(server.port)/\(name)"
        }

        /// Runs one statement as the server's administrator, from outside: none of our own code takes part.
        ///
        /// - Returns: the rows, their columns separated by tabs.
        @discardableResult
        package func query(_ statement: String) async throws -> [String] {
            try await server.query(statement, in: name)
        }
    }

    /// Makes an empty database.
    package func makeDatabase(encoding: String = "UTF8") async throws -> Database {
        let name = "test_\(Self.makeName())"
        try await query(
            """
            CREATE DATABASE \(name) OWNER \(Self.user) TEMPLATE template0 ENCODING '\(encoding)' \
            LC_COLLATE 'C' LC_CTYPE 'C'
            """)
        return Database(name: name, server: self)
    }

    /// Runs one statement as the server's administrator.
    ///
    /// - Returns: the rows, their columns separated by tabs.
    @discardableResult
    package func query(_ statement: String, in database: String = "postgres") async throws -> [String] {
        let finished = try await run(
            [
                programs.psql.path, "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--field-separator=\t",
                "--host=127.0.0.1", "--port=\(port)", "--username=postgres", "--dbname=\(database)",
                "--command=\(statement)",
            ], environment: ["PGPASSWORD": administratorPassword])
        guard finished.succeeded else { throw Failure(description: "\(statement): \(finished.errors)") }
        return finished.output.split(separator: "\n").map(String.init)
    }

    // MARK: Programs

    private var data: String { folder.appending(path: "data").path }

    func run(_ command: [String], environment: [String: String] = [:]) async throws -> Finished {
        await Finished(try startProgram(command, environment: environment))
    }

    private func startProgram(_ command: [String], environment: [String: String] = [:]) throws -> Program {
        let number = state.withLock { state in
            state.recordCount += 1
            return state.recordCount
        }
        return try Program(
            URL(filePath: command[0]), Array(command.dropFirst()),
            environment: environment.merging(["LC_ALL": "C"]) { $1 }, in: folder,
            record: folder.appending(path: "\(number)"))
    }

    static func makeName() -> String {
        UUID().uuidString.lowercased().replacing("-", with: "")
    }
}
