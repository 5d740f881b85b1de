import Foundation
import SallyportCore
import SallyportPostgreSQL
import TestSupport
import Testing

@testable import SallyportSQL

/// How connections are made, and what is set on them: straight to the server, and through a pooler.
@Suite("PostgreSQL: connections", .timeLimit(.minutes(1)))
struct PostgreSQLConnectionTests {
    /// What stands between us and the server.
    enum Path: CaseIterable {
        case direct
        case pooled

        /// A fresh database with a sample in it, on that way.
        func use(
            _ adjust: @escaping @Sendable (inout PostgreSQLConfiguration) -> Void = { _ in },
            prepare: @Sendable (PostgreSQLServer.Database) async throws -> Void = { _ in },
            _ body: @escaping @Sendable (PostgreSQLSample) async throws -> Void
        ) async throws {
            try await PostgreSQLServer.withDatabase { place async throws in
                try await prepare(place)
                switch self {
                case .direct: try await PostgreSQLSample.use(place, adjust, body)
                case .pooled:
                    try await PostgreSQLPooler.use(before: place.server) { port in
                        try await PostgreSQLSample.use(
                            place,
                            { configuration in
                                configuration.parameters["port"] = "\(port)"
                                adjust(&configuration)
                            }, body)
                    }
                }
            }
        }
    }

    @Test("a commit waits for the disk as far as it was asked to", arguments: Path.allCases)
    func durability(path: Path) async throws {
        try await path.use { sample async throws in
            for _ in 0..<2 {
                let durable = try await sample.database.write(.durable) { try $0.rows("SHOW synchronous_commit") }
                #expect(durable.map(\.values) == [[.text("on")]])
                let relaxed = try await sample.database.write(.relaxed) { try $0.rows("SHOW synchronous_commit") }
                #expect(relaxed.map(\.values) == [[.text("off")]])
            }
        }
    }

    @Test(
        "a server that does not wait by default does for what must not be lost; other choices of its are respected",
        arguments: Path.allCases, [("off", "on"), ("local", "local")])
    func durableByDefault(path: Path, choice: (server: String, durable: String)) async throws {
        try await path.use(prepare: { place async throws in
            try await place.query("ALTER DATABASE \(place.name) SET synchronous_commit TO \(choice.server)")
        }) { sample async throws in
            let durable = try await sample.database.write(.durable) { try $0.rows("SHOW synchronous_commit") }
            #expect(durable.map(\.values) == [[.text(choice.durable)]])
        }
    }

    @Test("statements have time limits", arguments: Path.allCases)
    func limits(path: Path) async throws {
        try await path.use { sample async throws in
            let limits = try await sample.database.values(
                """
                SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
                    current_setting('idle_in_transaction_session_timeout')
                """)
            #expect(limits == [[.text("10s"), .text("5s"), .text("30s")]])
        }
    }

    @Test("tables are made in the schema that was asked for, whatever its name", arguments: Path.allCases)
    func schema(path: Path) async throws {
        let name = #"odd; "schema's" \name"#
        let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
        try await path.use {
            $0.schema = name
        } prepare: { place async throws in
            try await place.query("CREATE SCHEMA \(quoted) AUTHORIZATION \(PostgreSQLServer.user)")
        } _: { sample async throws in
            try await Migrations.apply(to: sample.database)
            let schemas = try await sample.place.query(
                "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename IN ('accounts', 'migrations', 'counters')")
            #expect(schemas == [name])
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a schema that does not exist is named in the error")
    func missingSchema() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let database = PostgreSQLDatabase(
                PostgreSQLConfiguration(parameters: place.parameters, schema: "nowhere"),
                machineClock: PostgreSQLSample.machineClock)
            defer { database.close() }
            let error = await #expect(throws: StorageError.self) { try await Migrations.apply(to: database) }
            #expect(error?.description.contains("schema \"nowhere\"") == true)
        }
    }

    @Test(
        "statements are prepared once for a connection, and never behind a pooler that shares connections",
        arguments: Path.allCases)
    func preparation(path: Path) async throws {
        try await path.use {
            $0.poolSize = 1
        } _: { sample async throws in
            for id in [1, 1, 2] as [Int64] { try await sample.database.write(.relaxed) { try $0.increase(id) } }
            let prepared = try await sample.database.values("SELECT statement FROM pg_prepared_statements")
            let texts = prepared.compactMap(\.first).filter {
                $0 != .text("SELECT statement FROM pg_prepared_statements")
            }
            #expect(texts == (path == .direct ? [.text("UPDATE counters SET value = value + 1 WHERE id = $1")] : []))
            #expect(try await sample.counters() == [2, 1])
        }
    }

    @Test("what a connection has prepared and lost is prepared again")
    func lostPreparation() async throws {
        try await PostgreSQLSample.use {
            $0.poolSize = 1
        } _: { sample async throws in
            try await sample.database.write(.durable) { try $0.increase(1) }
            _ = try await sample.database.write(.durable) { try $0.execute("DEALLOCATE ALL") }
            try await sample.database.write(.durable) { try $0.increase(1) }
            #expect(try await sample.counters() == [2, 0])
        }
    }

    @Test("a table that was altered meanwhile is read as it is now")
    func alteredTable() async throws {
        try await PostgreSQLSample.use {
            $0.poolSize = 1
        } _: { sample async throws in
            #expect(
                try await sample.database.values("SELECT * FROM counters WHERE id = 1") == [[.integer(1), .integer(0)]])
            try await sample.place.query("ALTER TABLE counters ADD COLUMN name TEXT")
            #expect(
                try await sample.database.values("SELECT * FROM counters WHERE id = 1")
                    == [[.integer(1), .integer(0), .null]])
        }
    }

    @Test(
        "a database of another encoding is refused, and how to make a better one is said",
        arguments: ["LATIN1", "SQL_ASCII"])
    func encoding(name: String) async throws {
        try await PostgreSQLServer.withDatabase(encoding: name) { place async throws in
            let database = PostgreSQLDatabase(
                PostgreSQLConfiguration(parameters: place.parameters), machineClock: PostgreSQLSample.machineClock)
            defer { database.close() }
            let error = await #expect(throws: StorageError.self) { try await Migrations.apply(to: database) }
            #expect(error?.description.contains("encoding is \(name), and must be UTF8") == true)
            #expect(error?.description.contains("CREATE DATABASE") == true)
            #expect(try await place.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").isEmpty)
        }
    }

    @Test("one text says where the database is, and single parameters overrule it")
    func connectionString() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            for parameters in [
                ["dbname": place.connectionString + "?application_name=other"],
                [
                    "dbname": place.connectionString.replacing(":\(place.server.port)/", with: ":1/"),
                    "port": "\(place.server.port)",
                ],
                [
                    "dbname": """
                    host=127.0.0.1 port=\(place.server.port) dbname=\(place.name) \
                    user=sallyport password=\(place.server.password)
                    """
                ],
            ] {
                let database = PostgreSQLDatabase(
                    PostgreSQLConfiguration(parameters: parameters), machineClock: PostgreSQLSample.machineClock)
                defer { database.close() }
                #expect(try await database.values("SELECT current_database()") == [[.text(place.name)]])
            }
        }
    }

    @Test("a password of any characters opens, alone and percent-encoded in a connection string")
    func passwords() async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let (role, password) = (place.name + "_role", "p@ss/w:r?d #%2540\\'é")
            let literal = "'" + password.replacing("'", with: "''") + "'"
            try await place.query("CREATE ROLE \(role) LOGIN PASSWORD \(literal)")
            let encoded = try #require(password.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            var single = place.parameters
            (single["user"], single["password"]) = (role, password)
            let text = "postgresql://\(role):\(encoded)@127.0.0.1:\(place.server.port)/\(place.name)"
            for parameters in [single, ["dbname": text]] {
                let database = PostgreSQLDatabase(
                    PostgreSQLConfiguration(parameters: parameters), machineClock: PostgreSQLSample.machineClock)
                defer { database.close() }
                #expect(try await database.values("SELECT current_user") == [[.text(role)]])
            }
            try await place.query("DROP ROLE \(role)")
        }
    }

    @Test(
        "no error repeats the password, nor a part of it",
        arguments: [
            ["dbname": "postgres://sallyport:hunter2@127.0.0.1:PORT/NAME"],
            ["host": "127.0.0.1", "port": "PORT", "user": "sallyport", "dbname": "NAME", "password": "hunter2"],
            ["dbname": "postgres://sallyport:hunter2@127.0.0.1:1/NAME"],
            ["dbname": "postgres://sallyport:correct@hunter2@127.0.0.1:PORT/NAME"],
            ["dbname": "postgres://sallyport:correct/hunter2@127.0.0.1:PORT/NAME"],
            ["dbname": "postgres://sallyport:1/hunter2@127.0.0.1/NAME"],
            ["dbname": "postgres://sallyport:hunter2%zz@127.0.0.1:PORT/NAME"],
            ["dbname": "postgres://sallyport:hunter2"],
            ["dbname": "postgres://[hunter2@127.0.0.1/NAME"],
            ["dbname": "host=127.0.0.1 password=correct hunter2"],
            ["dbname": "host=127.0.0.1 password='hunter2"],
            ["dbname": "hunter2=hunter2"],
            ["host": "127.0.0.1", "port": "PORT", "user": "sallyport", "dbname": "NAME", "password": "hunter2\0"],
        ])
    func secrecy(parameters: [String: String]) async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            let configuration = PostgreSQLConfiguration(
                parameters: parameters.mapValues {
                    $0.replacing("PORT", with: "\(place.server.port)").replacing("NAME", with: place.name)
                })
            let database = PostgreSQLDatabase(configuration, machineClock: PostgreSQLSample.machineClock)
            defer { database.close() }
            let error = await #expect(throws: StorageError.self) { try await database.values("SELECT 1") }
            #expect(error?.description.isEmpty == false)
            for text in [error?.description, "\(configuration)", String(reflecting: configuration)] {
                #expect(text?.contains("hunter2") == false)
            }
        }
    }

    @Test("an error names PostgreSQL's code, never a value")
    func errors() async throws {
        try await PostgreSQLSample.use { sample async throws in
            for statement: SQLStatement in [
                "INSERT INTO nowhere VALUES (\("hunter2"))", "UPDATE counters SET value = \("hunter2")",
                "SELECT \("hunter2")::bigint",
            ] {
                let error = await #expect(throws: StorageError.self) {
                    try await sample.database.write(.relaxed) { try $0.execute(statement) }
                }
                #expect(error?.description.contains("hunter2") == false)
                #expect(error?.description.contains(/PostgreSQL [0-9A-Z]{5}/) == true)
            }
        }
    }
}
