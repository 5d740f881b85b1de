/// The core's only door to storage (design section 2): what it needs, in its own words. The SQL seam implements it once
/// for every engine.
///
/// A transaction is a synchronous closure. What it returns is committed, what it throws is rolled back; so a refusal that
/// leaves a trace (theft, a failed sign-in) is a *return value*. A closure may run more than once, and touches nothing but
/// the transaction.
public protocol Vault: Sendable {
    /// What can be told of the storage without asking it.
    var gauge: StorageGauge { get }

    /// Reads a consistent state.
    ///
    /// - Throws: ``StorageError``, or what the closure throws.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any VaultReading) throws -> Value
    ) async throws -> Value

    /// Changes the state, all or nothing.
    ///
    /// - Throws: ``StorageError``, or what the closure throws.
    func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any VaultTransaction) throws -> Value
    ) async throws -> Value
}

/// What a node knows of its storage by itself.
public struct StorageGauge: Sendable, Hashable {
    /// What Directus calls the engine (`DB_CLIENT`).
    public var name: String
    /// `nil` where they are not counted.
    public var connections: Connections?

    /// This node's connections.
    public struct Connections: Sendable, Hashable {
        /// At work.
        public var used: Int
        /// How many more there may be at once.
        public var available: Int

        public init(used: Int, available: Int) {
            self.used = used
            self.available = available
        }
    }

    public init(name: String, connections: Connections?) {
        self.name = name
        self.connections = connections
    }
}

/// What a commit waits for (design section 4).
public enum Durability: String, Sendable, Hashable, CaseIterable {
    /// The disk has it: whatever grants or ends anything.
    case durable
    /// The process may die, a power cut may cost it: a refresh, which heals by rule 5.5.
    case relaxed
}

/// Storage failed: it is away, full, locked for too long, or broken. Never the caller's fault, never anybody's right.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    /// For the log: what the engine said, without values.
    public let description: String
    /// Whether the storage is away, and may come back by itself.
    public let isTemporary: Bool

    /// - Parameters:
    ///   - description: without values, which may be secret.
    ///   - isTemporary: whether the storage is away, and may come back by itself.
    public init(_ description: String, isTemporary: Bool = false) {
        self.description = description
        self.isTemporary = isTemporary
    }
}

/// A question is more than the engine takes: it nests too deep, or is too long. The caller's fault, unlike a
/// ``StorageError``.
public struct QuestionTooComplex: Error, Sendable {
    /// Nothing more is known of it: engines count in their own ways.
    public init() {}
}

/// What can be read inside a transaction.
public protocol VaultReading: AccountReading, SessionReading, AccessReading, SettingsReading, KeyReading, ItemReading,
    OneTimeTokenReading, SecondFactorReading, FailureReading, CustomerReading, PublishableKeyReading
{
    /// The moment of this transaction: the database's on PostgreSQL, the passed-in clock on SQLite (design section 4).
    var now: Timestamp { get throws }
}

/// What can be changed inside a transaction, too.
public protocol VaultTransaction: VaultReading, AccountWriting, SessionWriting, AccessWriting, SettingsWriting,
    KeyWriting, ActivityWriting, ItemWriting, RateLimitWriting, OneTimeTokenWriting, OutboxWriting,
    SecondFactorWriting, FailureWriting, CustomerWriting, PublishableKeyWriting
{}
