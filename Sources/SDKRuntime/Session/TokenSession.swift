import Foundation

/// The session of one client: who is signed in, and the one place that refreshes.
///
/// The storage is the truth and is read at every use, so that clients and processes that share one agree. What was read
/// last serves while the storage is unavailable. Three things keep a session from dying by accident, or from coming back:
///
/// - One refresh at a time: callers share the one in flight; under the storage's lock it reads again before it asks the
///   server. The refresh is a task of its own, so a caller who is cancelled loses no token.
/// - What a refresh brings is stored only if the storage still holds what it started from.
/// - `epoch` counts sign-ins and sign-outs of this client: what began under an earlier one changes nothing.
package actor TokenSession<Server: SessionServer> {
    package typealias Failure = Server.Failure

    private let server: Server
    private let storage: any AuthenticationStorage
    private let clock: any SessionClock
    private let settings: SessionSettings

    private var state = AuthenticationState.loading
    private var listeners: [Int: AsyncStream<AuthenticationState>.Continuation] = [:]
    private var nextListener = 0

    /// What was read or written last.
    private var known: AuthenticationData?
    /// What could not be written yet: newer than the storage.
    private var unsaved: Unsaved?
    private let writing = AsyncLock()

    private var epoch = 0
    private var logouts = 0
    private var flight: (epoch: Int, task: Task<Flight, Never>)?
    private var timer: Task<Void, Never>?
    private var time = ServerTime()

    private var failures = 0
    /// The server's failure, and how long it wants to be left alone.
    private var pause: (wait: Wait, failure: Failure)?
    /// How long the timer waits to try again, and a request whose token is still good.
    private var retryWait: Wait?
    /// A logout that could not reach the server.
    private var pendingLogout: AuthenticationData?

    private struct Unsaved {
        let data: AuthenticationData?
        /// A refresh replaces only what it started from. A sign-in or sign-out replaces whatever is there.
        let replacing: AuthenticationData?
        let isUnconditional: Bool
    }

    /// A wait by the device's clock. Should that be set back before the wait began, the wait is over.
    private struct Wait {
        let from: Date
        let until: Date

        func seconds(at now: Date) -> Double {
            now < from ? 0 : max(0, until.timeIntervalSince(now))
        }
    }

    /// How a refresh ended.
    private enum Flight: Sendable {
        /// The session as it now is; `nil` when there is none.
        case landed(AuthenticationData?)
        case failed(Failure)
        /// A sign-in or sign-out came in between; these tokens, if any, are nobody's.
        case superseded(AuthenticationData?)
    }

    package init(
        server: Server, storage: any AuthenticationStorage, clock: any SessionClock, settings: SessionSettings
    ) {
        self.server = server
        self.storage = storage
        self.clock = clock
        self.settings = settings
    }

    deinit {
        timer?.cancel()
        for listener in listeners.values { listener.finish() }
    }

    // MARK: Using the session

    /// The session, refreshed when that is due; `nil` when nobody is signed in.
    ///
    /// - Throws: why an expired token could not be replaced; `cancelled`; `storageUnavailable`.
    package func usable() async throws(Failure) -> AuthenticationData? {
        guard let data = try await current() else { return nil }
        guard isDue(data) else { return data }
        let isStillGood = !hasExpired(data)
        if isStillGood, let retryWait, retryWait.seconds(at: clock.now) > 0 { return data }
        do throws(Failure) {
            return try await refreshed(data)
        } catch {
            if isStillGood, !Task.isCancelled, known != nil { return data }
            throw error
        }
    }

    /// New tokens, whether due or not.
    ///
    /// - Returns: `nil` when nobody is signed in, or when there is nothing to refresh with.
    package func refresh() async throws(Failure) -> AuthenticationData? {
        guard let data = try await current(), data.isRefreshable else { return nil }
        return try await refreshed(data)
    }

    /// What to use after the server refused `refused`: what others got meanwhile, or new tokens.
    ///
    /// - Returns: `nil` when there is nothing else to try with.
    package func replacement(for refused: AuthenticationData) async throws(Failure) -> AuthenticationData? {
        guard let data = try await current() else { return nil }
        if data.accessToken != refused.accessToken || data.cookies != refused.cookies { return data }
        guard data.isRefreshable else { return nil }
        return try await refreshed(data)
    }

    /// Takes note of the server's clock.
    package func learn(from response: TransportResponse) {
        time.learn(from: response.date, now: clock.now)
    }

    /// How the server's clock stands to this device's.
    package var serverTime: ServerTime { time }

    // MARK: Beginning and ending

    /// What a login compares with at its end.
    package var logoutCount: Int { logouts }

    /// Begins a session.
    ///
    /// - Parameter logoutsBefore: ``logoutCount`` when the login was sent. A logout since then wins.
    /// - Throws: `superseded` then; `storageUnavailable` when it could not be stored: it works, and is stored later.
    package func begin(
        with data: AuthenticationData, time: ServerTime?, logoutsBefore: Int
    ) async throws(Failure) {
        guard logouts == logoutsBefore else {
            revokeLater(data)
            throw .superseded
        }
        if let time { self.time = time }
        try await replaceSession(with: data)
    }

    /// Puts a token of the caller's in place, or takes it away. It is never refreshed.
    package func setToken(_ token: String?) async throws(Failure) {
        try await replaceSession(with: token.map { AuthenticationData(accessToken: $0) })
    }

    /// Ends the session: here at once and whatever happens, then on the server.
    ///
    /// A refresh in flight is waited for, and what it brings is what the server is told to end: the tokens before it may
    /// mean nothing to the server any more.
    ///
    /// - Throws: why the server could not be told. It is told again in the background, and by the next call.
    package func end() async throws(Failure) {
        logouts += 1
        let data: AuthenticationData?
        if let unsaved { data = unsaved.data } else { data = (try? await storage.get()) ?? known }
        let inFlight = flight?.task
        var problem: Failure?
        do throws(Failure) {
            try await replaceSession(with: nil)
        } catch {
            problem = error
        }
        let farewell = Task { await self.sayFarewell(data, after: inFlight) }
        guard let refusal = await farewell.valueUnlessCancelled() else { throw .cancelled }
        if let problem = problem ?? refusal { throw problem }
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

    /// Stops the timer until the next login or refresh. Requests go on refreshing when it is due.
    package func stopRefreshing() {
        timer?.cancel()
        timer = nil
    }

    // MARK: State

    /// The state now, and then each change.
    package nonisolated var changes: AuthenticationChanges {
        AuthenticationChanges {
            let (states, continuation) = AsyncStream<AuthenticationState>.makeStream()
            let subscription = Task { await self.listen(continuation) }
            continuation.onTermination = { [weak self] _ in
                Task { await self?.stopListening(subscription.value) }
            }
            return states
        }
    }

    private func listen(_ continuation: AsyncStream<AuthenticationState>.Continuation) -> Int {
        let listener = nextListener
        nextListener += 1
        listeners[listener] = continuation
        continuation.yield(state)
        // Who listens wants to know: the storage is asked, the network is not.
        if state == .loading { Task { _ = try? await self.current() } }
        return listener
    }

    private func stopListening(_ listener: Int) {
        listeners[listener] = nil
    }

    private func change(to new: AuthenticationState) {
        guard new != state else { return }
        state = new
        for listener in listeners.values { listener.yield(new) }
    }

    // MARK: Storage

    /// The session as the storage has it, or as it is known while the storage is unavailable.
    private func current() async throws(Failure) -> AuthenticationData? {
        if Task.isCancelled { throw .cancelled }
        let epochBefore = epoch
        if unsaved != nil { await saveAgain() }
        if let unsaved { return unsaved.data }
        do {
            let stored = try await storage.get()
            // A sign-in or sign-out meanwhile knows better than what was read before it.
            if epoch == epochBefore, unsaved == nil { take(stored) }
            return known
        } catch {
            if let known { return known }
            if case .signedOut = state { return nil }
            throw .storageUnavailable(error)
        }
    }

    /// Takes over what the storage holds.
    private func take(_ stored: AuthenticationData?) {
        guard stored != known || state == .loading else { return }
        known = stored
        guard let stored else {
            if case .signedOut = state { return }
            signedOut(state == .loading ? .noSession : .elsewhere)
            return
        }
        signedIn(stored)
    }

    private func signedIn(_ data: AuthenticationData) {
        known = data
        failures = 0
        pause = nil
        retryWait = nil
        change(to: .signedIn(hasExpired(data) ? .stale : .fresh))
        startTimer()
    }

    private func signedOut(_ reason: SignOutReason) {
        known = nil
        failures = 0
        pause = nil
        retryWait = nil
        stopRefreshing()
        change(to: .signedOut(reason))
    }

    /// A sign-in or sign-out: takes effect here at once, and in the storage when it can be written.
    private func replaceSession(with data: AuthenticationData?) async throws(Failure) {
        epoch += 1
        flight = nil
        let mine = epoch
        unsaved = Unsaved(data: data, replacing: nil, isUnconditional: true)
        if let data { signedIn(data) } else { signedOut(.loggedOut) }
        let storage = storage
        // Not the caller's task: a cancelled caller must not leave half of it done.
        let written = await Task {
            await self.writing.withLock { () -> Result<Bool, any Error> in
                guard await self.epoch == mine else { return .success(false) }
                do {
                    try await storage.set(data)
                    return .success(true)
                } catch {
                    return .failure(error)
                }
            }
        }.value
        guard epoch == mine else { return }
        switch written {
        case .success: unsaved = nil
        case .failure(let error): throw .storageUnavailable(error)
        }
    }

    /// Writes what could not be written before, unless another client or process has put something else there.
    private func saveAgain() async {
        guard let pending = unsaved else { return }
        let mine = epoch
        let storage = storage
        let replaced = await writing.withLock { () -> Bool? in
            guard await self.epoch == mine else { return nil }
            guard pending.isUnconditional else {
                return try? await storage.replace(pending.replacing, with: pending.data)
            }
            return (try? await storage.set(pending.data)).map { true }
        }
        guard epoch == mine, replaced != nil else { return }
        unsaved = nil
    }

    // MARK: Refreshing

    private func isDue(_ data: AuthenticationData) -> Bool {
        guard let expiresAt = data.expiresAt, data.isRefreshable else { return false }
        return time.time(at: clock.now) >= expiresAt.addingTimeInterval(-settings.margin(of: data))
    }

    private func hasExpired(_ data: AuthenticationData) -> Bool {
        guard let expiresAt = data.expiresAt else { return false }
        return time.time(at: clock.now) >= expiresAt
    }

    /// The session after the one refresh that is in flight or begins now.
    private func refreshed(_ basis: AuthenticationData) async throws(Failure) -> AuthenticationData? {
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
        case .superseded: return try await current()
        }
    }

    private func fly(from basis: AuthenticationData, epoch mine: Int) async -> Flight {
        let outcome: Flight
        do {
            outcome = try await storage.exclusively { await self.refreshAlone(from: basis, epoch: mine) }
        } catch {
            outcome = .failed(.storageUnavailable(error))
        }
        if flight?.epoch == mine { flight = nil }
        if case .failed(let failure) = outcome, epoch == mine, known != nil { noteFailure(failure) }
        return outcome
    }

    /// The refresh itself, while no other client of this storage refreshes.
    private func refreshAlone(from basis: AuthenticationData, epoch mine: Int) async -> Flight {
        guard epoch == mine else { return .superseded(nil) }
        var data = basis
        if unsaved == nil {
            do {
                let stored = try await storage.get()
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
            return await keep(new, replacing: data, epoch: mine)
        case .ended(let reason, let failure):
            guard epoch == mine else { return .superseded(nil) }
            return await give(up: data, reason, failure, epoch: mine)
        case .failed(let failure):
            return epoch == mine ? .failed(failure) : .superseded(nil)
        }
    }

    /// Stores new tokens, if what they replace is still there.
    private func keep(
        _ new: AuthenticationData, replacing old: AuthenticationData, epoch mine: Int
    ) async -> Flight {
        let before = unsaved?.replacing ?? old
        let replaced = await replace(before, with: new, epoch: mine)
        guard epoch == mine else { return .superseded(new) }
        switch replaced {
        case .success(true):
            unsaved = nil
            signedIn(new)
            return .landed(new)
        case .success(false):
            // Another process signed out or in while the server answered, and that is the truth now.
            unsaved = nil
            let stored = try? await storage.get()
            guard epoch == mine else { return .superseded(new) }
            if stored == nil { revokeLater(new) }
            take(stored)
            return .landed(stored)
        case .failure:
            unsaved = Unsaved(data: new, replacing: before, isUnconditional: unsaved?.isUnconditional ?? false)
            signedIn(new)
            return .landed(new)
        }
    }

    /// The server has ended the session; unless another process has put new tokens there, it ends here too.
    private func give(
        up old: AuthenticationData, _ reason: SignOutReason, _ failure: Failure, epoch mine: Int
    ) async -> Flight {
        let before = unsaved?.replacing ?? old
        let replaced = await replace(before, with: nil, epoch: mine)
        guard epoch == mine else { return .superseded(nil) }
        switch replaced {
        case .success(false):
            unsaved = nil
            let stored = try? await storage.get()
            guard epoch == mine else { return .superseded(nil) }
            if let stored, stored != old {
                take(stored)
                return .landed(stored)
            }
        case .success(true): unsaved = nil
        case .failure:
            unsaved = Unsaved(data: nil, replacing: before, isUnconditional: unsaved?.isUnconditional ?? false)
        }
        signedOut(reason)
        return .failed(failure)
    }

    private func replace(
        _ old: AuthenticationData, with new: AuthenticationData?, epoch mine: Int
    ) async -> Result<Bool, any Error> {
        let storage = storage
        return await writing.withLock {
            guard await self.epoch == mine else { return .success(false) }
            do {
                return .success(try await storage.replace(old, with: new))
            } catch {
                return .failure(error)
            }
        }
    }

    private func noteFailure(_ failure: Failure) {
        failures += 1
        let now = clock.now
        var wait = settings.backoff.wait(afterFailures: failures, chance: settings.chance())
        if let asked = failure.retryAfter {
            pause = (Wait(from: now, until: now.addingTimeInterval(asked.seconds)), failure)
            wait = max(wait, asked)
        }
        retryWait = Wait(from: now, until: now.addingTimeInterval(wait.seconds))
        if let known, hasExpired(known) { change(to: .signedIn(.stale)) }
        startTimer()
    }

    // MARK: The timer

    /// A day has clocks that are set, laptops that sleep and timers that overflow: look at the clock again at least hourly.
    private static var longestSleep: Double { 3600 }

    private func startTimer() {
        timer?.cancel()
        timer = nil
        guard settings.autoRefresh, let known, known.expiresAt != nil, known.isRefreshable else { return }
        let clock = clock
        timer = Task { [weak self] in
            while !Task.isCancelled, let wait = await self?.secondsUntilDue() {
                // An outcome that changes anything starts the next timer in the place of this one.
                if wait <= 0 { await self?.refreshByTimer() }
                let pause = Duration.seconds(wait > 0 ? min(wait, Self.longestSleep) : 1)
                do { try await clock.sleep(for: pause) } catch { return }
            }
        }
    }

    private func secondsUntilDue() -> Double? {
        guard let known, let expiresAt = known.expiresAt else { return nil }
        let now = clock.now
        let due = expiresAt.addingTimeInterval(-settings.margin(of: known)).timeIntervalSince(time.time(at: now))
        return max(due, retryWait?.seconds(at: now) ?? 0)
    }

    private func refreshByTimer() async {
        guard let known else { return }
        _ = try? await refreshed(known)
    }

    // MARK: Ending on the server, later

    /// Tells the server until it has understood. The session is over here already; this is so that it is over everywhere.
    private func revokeLater(_ data: AuthenticationData) {
        let (server, clock, settings) = (server, clock, settings)
        Task { [weak self] in
            for attempt in 1...Self.revocationAttempts {
                let wait = settings.backoff.wait(afterFailures: attempt, chance: settings.chance())
                do { try await clock.sleep(for: wait) } catch { return }
                do throws(Failure) {
                    try await server.revoke(data)
                    await self?.forgetPendingLogout(data)
                    return
                } catch {
                    if !error.isRetryable { return }
                }
            }
        }
    }

    private static var revocationAttempts: Int { 10 }

    private func forgetPendingLogout(_ data: AuthenticationData) {
        if pendingLogout == data { pendingLogout = nil }
    }
}
