/// Keeps the session until the process ends: the default, as in JavaScript. Clients that share one share the session.
public actor MemoryStorage: AuthenticationStorage {
    private var data: AuthenticationData?
    private let turns = AsyncLock()

    /// A storage that holds the data, or nothing.
    public init(_ data: AuthenticationData? = nil) {
        self.data = data
    }

    public func get() -> AuthenticationData? {
        data
    }

    public func set(_ data: AuthenticationData?) {
        self.data = data
    }

    public func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) -> Bool {
        guard self.data == expected else { return false }
        self.data = data
        return true
    }

    public nonisolated func exclusively<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await turns.withLock(body)
    }
}
