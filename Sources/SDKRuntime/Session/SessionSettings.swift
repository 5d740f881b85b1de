/// How a session refreshes.
package struct SessionSettings: Sendable {
    /// Whether a timer refreshes ahead of expiry; requests refresh when it is due in any case.
    package var autoRefresh: Bool
    /// How long before expiry a refresh is due.
    package var refreshBeforeExpiry: Duration
    /// The waits after failures.
    package var backoff: Backoff
    /// A number from 0 up to 1, by chance.
    package var chance: @Sendable () -> Double

    package init(
        autoRefresh: Bool = true, refreshBeforeExpiry: Duration = .seconds(30), backoff: Backoff = Backoff(),
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.autoRefresh = autoRefresh
        self.refreshBeforeExpiry = refreshBeforeExpiry
        self.backoff = backoff
        self.chance = chance
    }

    /// How long a new token is not replaced again, in seconds, whatever the clocks say: nodes whose clocks disagree, and lives
    /// of milliseconds, must not make every request refresh.
    package func rest(of data: AuthenticationData) -> Double {
        max(0.5, min(60, Double(data.expires ?? 0) / 1000 / 4))
    }

    /// How long before its expiry a token is refreshed: a quarter of its life at most, or a short-lived token would be
    /// refreshed again and again.
    package func margin(of data: AuthenticationData) -> Double {
        min(refreshBeforeExpiry.seconds, Double(data.expires ?? 0) / 1000 / 4)
    }
}
