import Foundation
public import SallyportCore
public import SallyportSQL
import Synchronization

/// PostgreSQL through libpq: a small pool of connections, each on a thread of its own; transactions at REPEATABLE READ,
/// run again as a whole when another came in between (design section 4).
public struct PostgreSQLDatabase: SQLDatabase {
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

    public var connections: StorageGauge.Connections? {
        let (used, available) = pool.usage
        return StorageGauge.Connections(used: used, available: available)
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction(.read, body)
    }

    public func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction(.write(durability), body)
    }

    public func exclusively<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await transaction(.exclusive, body)
    }

    /// Makes as many connections as are to be kept, if there are fewer, and asks those that are idle whether they still
    /// are ones; beside the transactions, which do not wait for it. To be called every now and then.
    public func keepConnections() {
        pool.keep(configuration.leastConnections) { link in
            if let open = link, open.isAlive, (try? open.run("SELECT 1")) != nil { return }
            // The old one first: its server may have no room for both.
            link = nil
            // What is wrong, the next transaction says.
            link = try? connecting { try PostgreSQLLink(configuration) }
        }
    }

    /// Ends all connections, after what they do now.
    public func close() {
        pool.close()
    }

    // MARK: Transactions

    /// How often a transaction runs at most. Of those who race for one row, one wins at a time: on a busy machine twenty
    /// were too few for sixty sign-ins to one account.
    private static let attempts = 60

    private func transaction<Value: Sendable>(
        _ kind: TransactionKind, _ body: @escaping @Sendable (PostgreSQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.run { link in
            var conflicts = 0
            var hasLostConnection = false
            var hasMetContradiction = false
            while true {
                do {
                    return .success(try once(&link, kind, body))
                } catch let error as PostgreSQLError where error.asksForRetry && conflicts < Self.attempts {
                    conflicts += 1
                    // This thread serves one connection only, so it may sleep: up to 1, 2, 4 … 64 ms, by chance.
                    usleep(.random(in: 0..<(1000 << min(conflicts, 6))))
                } catch let lost as LostConnection where lost.isHarmless && !hasLostConnection {
                    // The server was restarted since the last time, most likely: nothing was done, so once more.
                    hasLostConnection = true
                } catch is Contradiction where !hasMetContradiction {
                    hasMetContradiction = true
                } catch let lost as LostConnection {
                    return .failure(lost.error.storageError)
                } catch let contradiction as Contradiction {
                    return .failure(contradiction.error)
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

    /// A unique index knows a row that the transaction may not have seen, because another one made it meanwhile. Run
    /// again, the body sees it, and says of it what it says when nobody races.
    private struct Contradiction: Error {
        var error: any Error
    }

    private func once<Value>(
        _ link: inout PostgreSQLLink?, _ kind: TransactionKind, _ body: (PostgreSQLConnection) throws -> Value
    ) throws -> Value {
        if link?.isAlive != true { link = nil }
        let isFresh = link == nil
        let open = try link ?? connecting { try PostgreSQLLink(configuration) }
        link = open
        var isCommitting = false
        do {
            let asked = time.machineTime
            let now = Timestamp(milliseconds: try open.begin(kind))
            // Not after a wait for a lock, which is no round trip.
            if kind != .exclusive { time.learn(now, askedAt: asked, answeredAt: time.machineTime) }
            let value = try body(PostgreSQLConnection(link: open, now: testClock?() ?? now))
            isCommitting = true
            try open.commit()
            return value
        } catch {
            open.rollBack()
            if !open.isIdle { link = nil }
            // Whatever the body made of it.
            if let failure = open.firstFailure as? PostgreSQLError, failure.asksForRetry { throw failure }
            if open.firstFailure is SQLConstraintViolation { throw Contradiction(error: storageError(error)) }
            guard let error = error as? PostgreSQLError, error.needsNewConnection || !open.isAlive else { throw error }
            link = nil
            let isHarmless = !isFresh && !error.isSilence && (!isCommitting || kind == .read)
            throw LostConnection(error: error, isHarmless: isHarmless)
        }
    }

    private func storageError(_ error: any Error) -> any Error {
        (error as? PostgreSQLError)?.storageError ?? error
    }
}

/// A connection inside a transaction.
public struct PostgreSQLConnection: SQLConnection {
    public static let dialect = SQLDialect.postgreSQL

    let link: PostgreSQLLink
    public let now: Timestamp

    public func rows(_ statement: SQLStatement) throws -> [SQLRow] {
        try link.run(statement).rows()
    }

    @discardableResult
    public func execute(_ statement: SQLStatement) throws -> Int {
        try link.run(statement).changed
    }
}
