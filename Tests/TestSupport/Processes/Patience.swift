/// Asks again and again while something holds.
///
/// - Parameter limit: after which nobody asks any more.
/// - Returns: how long after the call the last question that it held for was asked, however late its answer came on a busy
///   machine; `nil` if it did not cease to hold.
package func timeOfLast(within limit: Duration, while holds: () async throws -> Bool) async throws -> Duration? {
    let start = ContinuousClock.now
    var last = Duration.zero
    while true {
        let asked = ContinuousClock.now - start
        guard try await holds() else { return last }
        if asked > limit { return nil }
        last = asked
    }
}
