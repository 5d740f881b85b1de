import Foundation

/// Refreshing ahead of need. Requests refresh when it is due in any case.
extension TokenSession {
    /// A day has clocks that are set, laptops that sleep and timers that overflow: look at the clock again at least hourly.
    private static var longestSleep: Double { 3600 }
    /// Nobody waits for the timer: it need not chase tokens that live for a moment.
    private static var shortestSleep: Double { 5 }

    /// Stops the timer until the next login or refresh.
    package func stopRefreshing() {
        isTimerStopped = true
        timer?.cancel()
        timer = nil
    }

    /// Starts the timer for what is known now, in the place of an earlier one.
    func startTimer() {
        timer?.cancel()
        timer = nil
        guard settings.autoRefresh, let known, known.expiresAt != nil, known.isRefreshable else { return }
        let clock = clock
        timer = Task { [weak self] in
            while !Task.isCancelled, let wait = await self?.secondsUntilDue() {
                // An outcome that changes anything starts the next timer in the place of this one.
                if wait <= 0 { await self?.refreshByTimer() }
                let pause = wait > 0 ? min(wait, Self.longestSleep) : Self.shortestSleep
                do { try await clock.sleep(for: .seconds(pause)) } catch { return }
            }
        }
    }

    private func secondsUntilDue() -> Double? {
        guard let known, let expiresAt = known.expiresAt else { return nil }
        let now = clock.now
        let due = expiresAt.addingTimeInterval(-settings.margin(of: known)).timeIntervalSince(time.time(at: now))
        let allowed = newness.map { max($0.seconds(at: now), Self.shortestSleep - now.timeIntervalSince($0.from)) }
        return max(due, retryWait?.seconds(at: now) ?? 0, min(allowed ?? 0, 60))
    }

    private func refreshByTimer() async {
        guard let known else { return }
        _ = try? await refreshed(known)
    }
}
