import Foundation

/// Refreshing, once for all who need it.
extension TokenSession {
    /// How a refresh ended.
    enum Flight: Sendable {
        /// The session as it now is; `nil` when there is none.
        case landed(AuthenticationData?)
        case failed(Failure)
        /// A sign-in or sign-out came in between; these tokens, if any, are nobody's.
        case superseded(AuthenticationData?)
    }

    func isDue(_ data: AuthenticationData) -> Bool {
        guard let expiresAt = data.expiresAt, data.isRefreshable else { return false }
        if let newness, newness.seconds(at: clock.now) > 0 { return false }
        return time.time(at: clock.now) >= expiresAt.addingTimeInterval(-settings.margin(of: data))
    }

    /// The session after the one refresh that is in flight or begins now; `nil` when it has ended or changed meanwhile.
    func refreshed(_ basis: AuthenticationData) async throws(Failure) -> AuthenticationData? {
        if let pause, pause.wait.seconds(at: clock.now) > 0 { throw pause.failure }
        let task: Task<Flight, Never>
        if let flight, flight.epoch == epoch {
            task = flight.task
        } else {
            let mine = epoch
            task = Task { await self.fly(from: basis, epoch: mine) }
            flight = (mine, task)
        }
        guard let outcome = await task.valueUnlessCancelled() else { throw .cancelled }
        switch outcome {
        case .landed(let data): return data
        case .failed(let failure): throw failure
        case .superseded: return nil
        }
    }

    private func fly(from basis: AuthenticationData, epoch mine: Int) async -> Flight {
        let outcome: Flight
        do {
            outcome = try await storage.exclusively { await self.refreshAlone(from: basis, epoch: mine) }
        } catch {
            outcome = epoch == mine ? .failed(.storageUnavailable(error)) : .superseded(nil)
        }
        if flight?.epoch == mine { flight = nil }
        if case .failed(let failure) = outcome, epoch == mine, known != nil { noteFailure(failure) }
        return outcome
    }

    /// The refresh itself, while no other client of this storage refreshes.
    private func refreshAlone(from basis: AuthenticationData, epoch mine: Int) async -> Flight {
        guard epoch == mine else { return .superseded(nil) }
        let data: AuthenticationData
        if let unsaved {
            guard let newest = unsaved.data else { return .landed(nil) }
            data = newest
        } else {
            do {
                let stored = try await read()
                guard epoch == mine else { return .superseded(nil) }
                guard let stored else {
                    take(nil)
                    return .landed(nil)
                }
                // Somebody else was quicker, or signed in anew.
                if stored != basis, !isDue(stored) {
                    take(stored)
                    return .landed(stored)
                }
                data = stored
            } catch {
                // What cannot be stored must not be fetched: after a restart the old tokens would look stolen.
                return .failed(.storageUnavailable(error))
            }
        }
        switch await server.refresh(data, time: time) {
        case .refreshed(let new, let time):
            guard epoch == mine else { return .superseded(new) }
            self.time = time
            return await writing.withLock { await self.keep(new, replacing: data, epoch: mine) }
        case .ended(let reason, let failure):
            guard epoch == mine else { return .superseded(nil) }
            return await writing.withLock { await self.give(up: data, reason, failure, epoch: mine) }
        case .failed(let failure):
            return epoch == mine ? .failed(failure) : .superseded(nil)
        }
    }

    /// What became of a record that should take the place of another.
    private enum Replacement {
        case done
        /// Somebody else has put this there.
        case overtaken(AuthenticationData?)
        /// The storage cannot be written, or not be read: then what is there is not known.
        case undone
    }

    /// Puts a record in the place of another, or of what was to take that place and could not be written. Runs in the lane
    /// of writers.
    private func replace(_ old: AuthenticationData, with new: AuthenticationData?) async -> Replacement {
        do {
            switch unsaved?.over {
            case .anything?:
                try await storage.set(new)
                return .done
            case .record(let record)?:
                if try await storage.replace(record, with: new) { return .done }
                // It may have been written although the storage said that it was not.
                if try await storage.replace(old, with: new) { return .done }
            case nil:
                if try await storage.replace(old, with: new) { return .done }
            }
            return .overtaken(try await read())
        } catch {
            return .undone
        }
    }

    /// Stores new tokens, if what they replace is still there.
    private func keep(_ new: AuthenticationData, replacing old: AuthenticationData, epoch mine: Int) async -> Flight {
        guard epoch == mine else { return .superseded(new) }
        let over = unsaved?.over ?? .record(old)
        let replacement = await replace(old, with: new)
        guard epoch == mine else { return .superseded(new) }
        switch replacement {
        case .done:
            unsaved = nil
            content = .some(new)
        case .undone:
            lastUnsaved += 1
            unsaved = Unsaved(number: lastUnsaved, data: new, over: over)
            startSaving()
        case .overtaken(let stored):
            // Another process signed out or in while the server answered, and that is the truth now.
            unsaved = nil
            if stored == nil { revokeLater(new) }
            take(stored)
            return .landed(stored)
        }
        newness = Wait(from: clock.now, seconds: settings.rest(of: new))
        signedIn(new)
        return .landed(new)
    }

    /// The server has ended the session; unless another process has put new tokens there, it ends here too.
    private func give(
        up old: AuthenticationData, _ reason: SignOutReason, _ failure: Failure, epoch mine: Int
    ) async -> Flight {
        guard epoch == mine else { return .superseded(nil) }
        let over = unsaved?.over ?? .record(old)
        let replacement = await replace(old, with: nil)
        guard epoch == mine else { return .superseded(nil) }
        switch replacement {
        case .done:
            unsaved = nil
            content = .some(nil)
        case .undone:
            lastUnsaved += 1
            unsaved = Unsaved(number: lastUnsaved, data: nil, over: over)
            startSaving()
        case .overtaken(let stored):
            unsaved = nil
            if let stored {
                take(stored)
                return .landed(stored)
            }
        }
        signedOut(reason)
        return .failed(failure)
    }

    private func noteFailure(_ failure: Failure) {
        failures += 1
        let now = clock.now
        let wait = settings.backoff.wait(afterFailures: failures, chance: settings.chance()).seconds
        // A server that asks for hours is asked again after minutes: it may be wrong, and somebody may be waiting.
        let asked = failure.retryAfter.map { min($0.seconds, Self.longestPause) }
        if let held = asked ?? (failure.isOverload ? min(wait, Self.longestPauseUnasked) : nil) {
            pause = (Wait(from: now, seconds: held), failure)
        }
        retryWait = Wait(from: now, seconds: max(wait, asked ?? 0))
        if let known, hasExpired(known) { change(to: .signedIn(.stale)) }
        if !isTimerStopped { startTimer() }
    }

    private static var longestPause: Double { 900 }
    private static var longestPauseUnasked: Double { 5 }
}
