import Hummingbird

/// Answers no sooner than so long after it was called, however it ends (Directus spec section 1.2; D20).
func stalling(_ stall: Duration, _ body: () async throws -> Response) async throws -> Response {
    let start = ContinuousClock.now
    let outcome: Result<Response, any Error>
    do {
        outcome = .success(try await body())
    } catch { outcome = .failure(error) }
    if stall > .zero { try await Task.sleep(until: start + stall, clock: .continuous) }
    return try outcome.get()
}
