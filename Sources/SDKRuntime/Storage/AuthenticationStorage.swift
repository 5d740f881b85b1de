/// Where a session is kept between two requests, and between two starts of the app.
///
/// Write your own by implementing ``get()`` and ``set(_:)``:
///
/// - *Absent and unavailable are different answers.* Return `nil` only when there surely is no session. When the storage
///   cannot be read now (a locked device, a missing disk), throw: the client keeps the session and tries again.
/// - *One record, replaced as a whole.* A reader sees the old record or the new one, never none in between.
///
/// Several clients, or several processes, may share one storage. Then implement ``replace(_:with:)`` atomically and
/// ``exclusively(_:)`` as a lock, as ``MemoryStorage`` and ``FileStorage`` do: only one of them refreshes, and a logout of
/// one is not undone by another.
public protocol AuthenticationStorage: Sendable {
    /// The stored session, or `nil` when there is none.
    ///
    /// - Throws: any error when the storage cannot be read now.
    func get() async throws -> AuthenticationData?

    /// Replaces what is stored; `nil` removes it.
    ///
    /// - Throws: any error when the storage cannot be written now; what was stored then stays.
    func set(_ data: AuthenticationData?) async throws

    /// Replaces what is stored if it still is `expected`, and says whether it did. The default reads and then writes,
    /// which is enough for one client.
    func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) async throws -> Bool

    /// Runs the body while nobody else who shares the storage runs one. The default runs it at once, which is enough for
    /// one client: each client refreshes only once at a time anyway.
    func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result
}

extension AuthenticationStorage {
    public func replace(_ expected: AuthenticationData?, with data: AuthenticationData?) async throws -> Bool {
        guard try await get() == expected else { return false }
        try await set(data)
        return true
    }

    public func exclusively<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await body()
    }
}
