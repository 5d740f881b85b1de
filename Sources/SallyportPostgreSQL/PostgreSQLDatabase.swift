import Foundation
public import SallyportCore
public import SallyportSQL
import Synchronization

/// PostgreSQL through libpq: a small pool of connections, each on a thread of its own; transactions at REPEATABLE READ,
/// run again as a whole when another came in between (design section 4).
public struct PostgreSQLDatabase: SQLDatabase {
    /// PostgreSQL's own pieces of schema.
    public static let dialect = SQLDialect.postgreSQL

    private let configuration: PostgreSQLConfiguration
    private let pool: ConnectionPool
    private let connecting = Connecting()
    private let time: DatabaseTime
    private let testClock: Clock?

    /// Opens nothing yet: connections are made when they are needed, and again when they were lost.
    ///
    /// - Parameters:
    ///   - machineClock: this machine's time, which the database's corrects.
    ///   - clock: in place of the database's time, for tests.
    public init(_ configuration: PostgreSQLConfiguration, machineClock: @escaping Clock, clock: Clock? = nil) {
        self.configuration = configuration
        pool = ConnectionPool(size: configuration.poolSize, patience: configuration.patience)
        time = DatabaseTime(machine: machineClock)
        testClock = clock
    }

    /// The time that all nodes share: the database's, as well as it is known.
    public var clock: Clock {
        if let testClock { return testClock }
        return { [time] in time.now() }
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction(isReadOnly: true, .relaxed, body)
    }

    public func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction(isReadOnly: false, durability, body)
    }

    /// Ends all connections, after what they do now.
    public func close() {
        pool.close()
    }

    // MARK: Transactions

    /// How often a transaction runs at most. Among fifty racers for one row the worst needed six (`specs/swift.md`).
    private static let attempts = 20

    private func transaction<Value: Sendable>(
        isReadOnly: Bool, _ durability: Durability, _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.run { link in
            var conflicts = 0
            var losses = 0
            while true {
                do {
                    return .success(try once(&link, isReadOnly: isReadOnly, durability, body))
                } catch let error as PostgreSQLError where error.asksForRetry && conflicts < Self.attempts {
                    conflicts += 1
                    // This thread serves one connection only, so it may sleep: up to 1, 2, 4 … 32 ms, by chance.
                    usleep(.random(in: 0..<(1000 << min(conflicts, 5))))
                } catch let lost as LostConnection where lost.isHarmless && losses == 0 {
                    // The server was restarted since the last time, most likely: nothing was done, so once more.
                    losses += 1
                } catch let lost as LostConnection {
                    return .failure(lost.error.storageError)
                } catch let error as PostgreSQLError {
                    return .failure(error.storageError)
                } catch {
                    return .failure(error)
                }
            }
        }
    }

    /// The connection broke.
    private struct LostConnection: Error {
        var error: PostgreSQLError
        /// The transaction surely was not committed.
        var isHarmless: Bool
    }

    private func once<Value>(
        _ link: inout PostgreSQLLink?, isReadOnly: Bool, _ durability: Durability,
        _ body: (PostgreSQLConnection) throws -> Value
    ) throws -> Value {
        if link?.isAlive != true { link = nil }
        let isFresh = link == nil
        let open = try link ?? connecting.connect(configuration)
        link = open
        var isCommitting = false
        do {
            let asked = time.machineTime
            let now = Timestamp(milliseconds: try open.begin(isReadOnly: isReadOnly, durability: durability))
            time.learn(now, askedAt: asked, answeredAt: time.machineTime)
            let value = try body(PostgreSQLConnection(link: open, now: testClock?() ?? now))
            isCommitting = true
            try open.commit()
            return value
        } catch {
            open.rollBack()
            guard let error = error as? PostgreSQLError, error.isConnectionLost || !open.isAlive else { throw error }
            link = nil
            throw LostConnection(error: error, isHarmless: !isFresh && (!isCommitting || isReadOnly))
        }
    }
}

/// A connection inside a transaction.
public struct PostgreSQLConnection: SQLConnection {
    let link: PostgreSQLLink
    public let now: Timestamp

    public func rows(_ statement: SQLStatement) throws -> [SQLRow] {
        try link.run(statement).rows
    }

    @discardableResult
    public func execute(_ statement: SQLStatement) throws -> Int {
        try link.run(statement).changed
    }
}

/// Makes connections, and while that fails, fails at once for a growing while: a database that is away must not make
/// everybody wait for a time-out.
private final class Connecting: Sendable {
    private struct State {
        var failures = 0
        var blockedUntil = ContinuousClock.now
        var lastError: PostgreSQLError?
    }

    private let state = Mutex(State())

    func connect(_ configuration: PostgreSQLConfiguration) throws -> PostgreSQLLink {
        let blocking = state.withLock { $0.blockedUntil > .now ? $0.lastError : nil }
        if let blocking { throw blocking }
        do {
            let link = try PostgreSQLLink(configuration.connectionParameters, schema: configuration.schema)
            state.withLock { $0 = State() }
            return link
        } catch let error as PostgreSQLError {
            state.withLock { state in
                state.failures += 1
                state.blockedUntil = .now + .milliseconds(min(50 << min(state.failures, 10), 1000))
                state.lastError = error
            }
            throw error
        }
    }
}
