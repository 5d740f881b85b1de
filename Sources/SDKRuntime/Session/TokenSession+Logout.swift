import Foundation

/// Ending: here at once, on the server for certain.
extension TokenSession {
    /// Ends the session: here at once and whatever happens, then on the server.
    ///
    /// A refresh in flight is waited for, and what it brings is what the server is told to end: the tokens before it may
    /// mean nothing to the server any more.
    ///
    /// - Throws: why the server could not be told, or the storage not be written. Both are tried again in the background,
    ///   and the server by the next call, too.
    package func end() async throws(Failure) {
        // All that must happen at once happens before anybody else is let in.
        logouts += 1
        let believed = unsaved?.data ?? known
        let inFlight = flight?.task
        replaceSession(with: nil)
        let mine = epoch
        let work = Task { await self.finish(believed, after: inFlight, epoch: mine) }
        guard let problem = await work.valueUnlessCancelled() else { throw .cancelled }
        if let problem { throw problem }
    }

    /// Writes, and tells the server; returns what went wrong.
    private func finish(
        _ believed: AuthenticationData?, after inFlight: Task<Flight, Never>?, epoch mine: Int
    ) async -> Failure? {
        var ended = believed
        // Another process may have refreshed since the storage was last read. But what a login has put there meanwhile is
        // not what this logout is for.
        if let stored = try? await read(), epoch == mine || stored.loginID != known?.loginID,
            believed == nil || stored.loginID == believed?.loginID
        {
            ended = stored
        }
        let farewell = Task { [ended] in await self.sayFarewell(ended, after: inFlight) }
        var problem: Failure?
        do throws(Failure) { try await save() } catch { problem = error }
        return await farewell.value ?? problem
    }

    /// Tells the server; returns why it could not be told.
    private func sayFarewell(_ data: AuthenticationData?, after inFlight: Task<Flight, Never>?) async -> Failure? {
        var newest = data ?? pendingLogout
        if case .superseded(let tokens?) = await inFlight?.value { newest = tokens }
        guard let newest else { return nil }
        pendingLogout = newest
        do throws(Failure) {
            try await server.revoke(newest)
            forgetPendingLogout(newest)
            return nil
        } catch {
            revokeLater(newest)
            return error
        }
    }

    /// Tells the server until it has understood. The session is over here already; this is so that it is over everywhere.
    func revokeLater(_ data: AuthenticationData) {
        let (server, clock, settings) = (server, clock, settings)
        Task { [weak self] in
            for attempt in 1...Self.revocationAttempts {
                let wait = settings.backoff.wait(afterFailures: attempt, chance: settings.chance())
                do { try await clock.sleep(for: wait) } catch { return }
                do throws(Failure) {
                    try await server.revoke(data)
                    await self?.forgetPendingLogout(data)
                    return
                } catch {}
            }
        }
    }

    private static var revocationAttempts: Int { 10 }

    private func forgetPendingLogout(_ data: AuthenticationData) {
        if pendingLogout == data { pendingLogout = nil }
    }
}
