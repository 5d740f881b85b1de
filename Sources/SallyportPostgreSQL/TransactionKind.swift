import SallyportCore

/// What a transaction is for, which decides what it may see and what it waits for.
enum TransactionKind: Equatable {
    case read
    case write(Durability)
    /// A change of the schema.
    case exclusive

    /// The statements that begin it.
    var beginning: [String] {
        switch self {
        // REPEATABLE READ: under READ COMMITTED an innocent racer was taken for a thief (`specs/swift.md`).
        case .read: ["BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"]
        case .write(.durable): ["BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE"]
        case .write(.relaxed):
            ["BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE", "SET LOCAL synchronous_commit TO off"]
        // READ COMMITTED: a snapshot from before the lock would not show what the holder of the lock has done. A change
        // of a large table takes its time, and so does the wait for another node's; but traffic must not wait behind
        // it.
        case .exclusive:
            [
                "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE", "SET LOCAL statement_timeout TO 0",
                "SET LOCAL lock_timeout TO 60000", "SELECT pg_advisory_xact_lock(\(Self.lock))",
                "SET LOCAL lock_timeout TO 5000",
            ]
        }
    }

    /// A number of our own among a database's advisory locks: «sallypor» in ASCII.
    private static let lock: Int64 = 0x7361_6C6C_7970_6F72
}
