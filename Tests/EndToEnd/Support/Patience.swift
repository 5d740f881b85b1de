/// Asks again and again until something holds.
///
/// - Parameter limit: after which nobody asks any more.
/// - Returns: how long it took, up to the answer; `nil` if it never held.
func duration(within limit: Duration, until holds: () async throws -> Bool) async throws -> Duration? {
    let start = ContinuousClock.now
    repeat {
        if try await holds() { return ContinuousClock.now - start }
    } while ContinuousClock.now - start < limit
    return nil
}
