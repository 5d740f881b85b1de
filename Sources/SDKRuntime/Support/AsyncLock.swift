/// One at a time, in the order of arrival, across suspension: an actor alone lets others in at every `await`.
package actor AsyncLock {
    private var isHeld = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init() {}

    /// Runs the body while no other body runs. A cancelled caller still waits for its turn: what it wants to write may
    /// be the only copy of a token.
    package func withLock<Result: Sendable>(
        _ body: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        if isHeld {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isHeld = true
        }
        defer {
            if waiting.isEmpty { isHeld = false } else { waiting.removeFirst().resume() }
        }
        return try await body()
    }
}
