import Foundation
import SallyportCore
import SallyportPostgreSQL
import SallyportSQL
import TestSupport
import Testing

/// What becomes of transactions on PostgreSQL that meet, fail, or are cut off.
@Suite("PostgreSQL: transactions", .timeLimit(.minutes(2)))
struct PostgreSQLTransactionTests {
    @Test("what another transaction has changed meanwhile makes the whole body run again")
    func conflict() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let (gate, runs) = (Gate(), Tally())
            async let outcome = sample.database.write(.durable) { sql in
                let before = try sql.rows("SELECT value FROM counters WHERE id = 1").map(\.values)
                if runs.add() == 1 { gate.pass() }
                try sql.increase(1)
                return before
            }
            await gate.arrival()
            try await sample.database.write(.durable) { try $0.increase(1) }
            gate.open()
            #expect(try await outcome == [[.integer(1)]])
            #expect(runs.count == 2)
            #expect(try await sample.counters() == [2, 0])
        }
    }

    @Test("a conflict counts as one whatever the body makes of it")
    func swallowedConflict() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let (gate, runs) = (Gate(), Tally())
            async let outcome: Void = sample.database.write(.durable) { sql in
                _ = try sql.rows("SELECT value FROM counters")
                if runs.add() == 1 { gate.pass() }
                do { try sql.increase(1) } catch { throw Deliberate() }
            }
            await gate.arrival()
            try await sample.database.write(.durable) { try $0.increase(1) }
            gate.open()
            try await outcome
            #expect(runs.count == 2)
            #expect(try await sample.counters() == [2, 0])
        }
    }

    @Test("a statement beyond PostgreSQL's limits is the fault of whoever asked")
    func limits() async throws {
        // Appendix K of its manual: 1,664 columns.
        let columns = SQLStatement(stringLiteral: "SELECT 1" + String(repeating: ", 1", count: 3000))
        try await PostgreSQLSample.use { sample async throws in
            await #expect(throws: QuestionTooComplex.self) {
                try await sample.database.read { try $0.rows(columns).count }
            }
        }
    }

    @Test("of two transactions that wait for each other, one runs again")
    func deadlock() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let (rendezvous, runs) = (Rendezvous(of: 2), Tally())
            _ = try await concurrently([(1, 2), (2, 1)] as [(Int64, Int64)]) { first, second in
                try await sample.database.write(.durable) { sql in
                    runs.add()
                    try sql.increase(first)
                    rendezvous.meet()
                    try sql.increase(second)
                }
            }
            #expect(try await sample.counters() == [2, 2])
            // Whoever runs again may do so before the other has committed, and then once more.
            #expect(runs.count >= 3)
        }
    }

    @Test("many that change one row all do, none twice")
    func crowd() async throws {
        try await PostgreSQLSample.use { sample async throws in
            _ = try await concurrently(Array(0..<50)) { _ in
                try await sample.database.write(.relaxed) { sql in
                    _ = try sql.rows("SELECT value FROM counters WHERE id = 1")
                    try sql.increase(1)
                }
            }
            #expect(try await sample.counters() == [50, 0])
        }
    }

    @Test("a body that swallows a failed statement does not commit the rest as if nothing had happened")
    func swallowedFailure() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let error = await #expect(throws: StorageError.self) {
                try await sample.database.write(.durable) { sql in
                    try sql.increase(1)
                    _ = try? sql.execute("INSERT INTO counters (id, value) VALUES (3, NULL)")
                }
            }
            #expect(error?.description.contains("23502") == true)
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a body that swallows a unique index' refusal does not commit the rest either")
    func swallowedViolation() async throws {
        try await PostgreSQLSample.use { sample async throws in
            await #expect(throws: SQLConstraintViolation(detail: "counters_pkey")) {
                try await sample.database.write(.durable) { sql in
                    try sql.increase(1)
                    _ = try? sql.execute("INSERT INTO counters (id, value) VALUES (1, 0)")
                }
            }
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a body that throws leaves no transaction open, and its connection to others")
    func thrown() async throws {
        try await PostgreSQLSample.use {
            $0.poolSize = 1
        } _: { sample async throws in
            await #expect(throws: Deliberate.self) {
                try await sample.database.write(.durable) { sql in
                    try sql.increase(1)
                    throw Deliberate()
                }
            }
            #expect(try await sample.connections(inState: "idle in transaction%") == 0)
            #expect(try await sample.connections(inState: "idle") == 1)
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a reading transaction changes nothing")
    func readOnly() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let error = await #expect(throws: StorageError.self) {
                try await sample.database.read { try $0.increase(1) }
            }
            #expect(error?.description.contains("25006") == true)
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a unique index' refusal bears the name of the constraint, and no value")
    func violation() async throws {
        try await PostgreSQLSample.use { sample async throws in
            await #expect(throws: SQLConstraintViolation(detail: "counters_pkey")) {
                try await sample.database.write(.durable) {
                    try $0.execute("INSERT INTO counters (id, value) VALUES (\(1), \(4711))")
                }
            }
        }
    }

    @Test("a row that another has just made is seen by the body before it is told of a contradiction")
    func contradiction() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let (gate, runs) = (Gate(), Tally())
            async let hasMade = sample.database.write(.durable) { sql in
                guard try sql.rows("SELECT 1 FROM counters WHERE id = 3").isEmpty else { return false }
                if runs.add() == 1 { gate.pass() }
                try sql.execute("INSERT INTO counters (id, value) VALUES (3, 1)")
                return true
            }
            await gate.arrival()
            _ = try await sample.database.write(.durable) {
                try $0.execute("INSERT INTO counters (id, value) VALUES (3, 2)")
            }
            gate.open()
            #expect(try await hasMade == false)
            #expect(try await sample.counters() == [0, 0, 2])
        }
    }

    @Test("a connection that was cut between two transactions is no reason for an error")
    func cutBetween() async throws {
        try await PostgreSQLSample.use { sample async throws in
            try await sample.connect(3)
            try await sample.terminateConnections()
            _ = try await concurrently(Array(0..<6)) { _ in
                try await sample.database.write(.durable) { try $0.increase(1) }
            }
            #expect(try await sample.counters() == [6, 0])
        }
    }

    @Test("a transaction whose connection is cut before it commits runs once more")
    func cutWithin() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let runs = Tally()
            try await sample.database.write(.durable) { sql in
                try sql.increase(1)
                if runs.add() == 1 { _ = try sql.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(runs.count == 2)
            #expect(try await sample.counters() == [1, 0])
        }
    }

    @Test("a transaction that is cut off again and again gives up")
    func cutAgain() async throws {
        try await PostgreSQLSample.use { sample async throws in
            let runs = Tally()
            await #expect(throws: StorageError.self) {
                try await sample.database.write(.durable) { sql in
                    runs.add()
                    _ = try sql.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                }
            }
            #expect(runs.count == 2)
            #expect(try await sample.counters() == [0, 0])
        }
    }

    @Test("a transaction that is cut off while it commits, and perhaps has, does not run again")
    func cutWhileCommitting() async throws {
        try await PostgreSQLSample.use { sample async throws in
            try await sample.place.query(
                """
                CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$
                """)
            try await sample.place.query(
                """
                CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON counters DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION cut()
                """)
            let runs = Tally()
            let error = await #expect(throws: StorageError.self) {
                try await sample.database.write(.durable) { sql in
                    runs.add()
                    try sql.increase(1)
                }
            }
            #expect(error?.description.contains("57P01") == true)
            #expect(runs.count == 1)
            #expect(try await sample.counters() == [0, 0])
        }
    }
}
