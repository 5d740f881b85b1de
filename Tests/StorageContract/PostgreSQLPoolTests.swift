import SallyportCore
import Synchronization
import TestSupport
import Testing

@testable import SallyportPostgreSQL

@Suite("PostgreSQL: the pool", .timeLimit(.minutes(1)))
struct PostgreSQLPoolTests {
    private struct Ending: Error {}

    private final class Turns: Sendable {
        let order = Mutex<[Int]>([])
    }

    @Test("there are never more connections than the pool may have")
    func bound() async throws {
        try await PostgreSQLSample.use {
            $0.poolSize = 3
        } _: { sample async throws in
            let now = Mutex(0)
            let most = Mutex(0)
            _ = try await concurrently(Array(0..<60)) { _ in
                try await sample.database.write(.relaxed) { sql in
                    let count = now.withLock { now in
                        now += 1
                        return now
                    }
                    defer { now.withLock { $0 -= 1 } }
                    most.withLock { $0 = max($0, count) }
                    try sql.increase(1)
                }
            }
            #expect(most.withLock { $0 } <= 3)
            #expect(try await sample.connections() <= 3)
            #expect(try await sample.counters() == [60, 0])
        }
    }

    @Test("who asked first gets the next connection")
    func fairness() async throws {
        let (pool, gate) = (ConnectionPool(size: 1, patience: .seconds(60)), Gate())
        let turns = Turns()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await pool.run { _ in .success(gate.pass()) } }
            await gate.arrival()
            for number in 0..<20 {
                tasks.addTask { try await pool.run { _ in .success(turns.order.withLock { $0.append(number) }) } }
                try await until { pool.waiterCount == number + 1 }
            }
            gate.open()
            try await tasks.waitForAll()
        }
        #expect(turns.order.withLock { $0 } == Array(0..<20))
    }

    @Test("who waits for too long is told so, and nobody else is")
    func patience() async throws {
        let (pool, gate) = (ConnectionPool(size: 1, patience: .milliseconds(300)), Gate())
        async let holder: Void = pool.run { _ in .success(gate.pass()) }
        await gate.arrival()
        let start = ContinuousClock.now
        await #expect(throws: StorageError.self) { try await pool.run { _ in .success(()) } }
        let waited = ContinuousClock.now - start
        #expect(waited >= .milliseconds(300))
        #expect(waited < .seconds(2))
        gate.open()
        try await holder
        try await pool.run { _ in .success(()) }
    }

    @Test("a cancelled task waits no longer, and takes no connection with it")
    func cancellation() async throws {
        let (pool, gate) = (ConnectionPool(size: 1, patience: .seconds(60)), Gate())
        async let holder: Void = pool.run { _ in .success(gate.pass()) }
        await gate.arrival()
        let waiting = Task { try await pool.run { _ in .success(()) } }
        try await until { pool.waiterCount == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(pool.waiterCount == 0)
        gate.open()
        try await holder
        try await pool.run { _ in .success(()) }
    }

    @Test("a job that fails gives its connection back")
    func failure() async throws {
        let pool = ConnectionPool(size: 1, patience: .seconds(60))
        for _ in 0..<3 {
            await #expect(throws: Ending.self) { try await pool.run { _ in Result<Void, any Error>.failure(Ending()) } }
        }
        try await pool.run { _ in .success(()) }
    }

    @Test("at the end, who waits is told, what runs comes to its end, and nothing begins")
    func close() async throws {
        let (pool, gate) = (ConnectionPool(size: 1, patience: .seconds(60)), Gate())
        async let holder: Void = pool.run { _ in .success(gate.pass()) }
        await gate.arrival()
        let waiting = Task { try await pool.run { _ in .success(()) } }
        try await until { pool.waiterCount == 1 }
        pool.close()
        await #expect(throws: StorageError.self) { try await waiting.value }
        gate.open()
        try await holder
        await #expect(throws: StorageError.self) { try await pool.run { _ in .success(()) } }
    }

    @Test("while no connection can be made, one at a time tries, and the others fail at once")
    func connecting() async throws {
        let (connecting, gate) = (Connecting(), Gate())
        #expect(throws: Ending.self) { try connecting { throw Ending() } }
        // Refused without being tried, for a moment.
        #expect(throws: Ending.self) { try connecting {} }
        let pool = ConnectionPool(size: 1, patience: .seconds(60))
        // Not on a thread that tasks share.
        async let trial: Void = pool.run { _ in
            while true {
                do { return .success(try connecting { gate.pass() }) } catch {}
            }
        }
        await gate.arrival()
        for _ in 0..<3 { #expect(throws: Ending.self) { try connecting {} } }
        gate.open()
        try await trial
        try connecting {}
    }

    @Test("no connection is left when the database is closed, or forgotten", arguments: [true, false])
    func ending(isClosed: Bool) async throws {
        try await PostgreSQLServer.withDatabase { place async throws in
            do {
                let database = PostgreSQLDatabase(
                    PostgreSQLConfiguration(parameters: place.parameters), machineClock: PostgreSQLSample.machineClock)
                let sample = PostgreSQLSample(place: place, database: database)
                try await sample.connect(3)
                #expect(try await sample.connections() == 3)
                if isClosed { database.close() }
            }
            try await until {
                try await place.query(
                    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'sallyport' AND datname = '\(place.name)'"
                ).isEmpty
            }
        }
    }
}
