import Foundation

/// The session of one client: who is signed in, and the one place that refreshes.
///
/// The storage is the truth and is read at every use, so that clients and processes that share one agree. Three things keep
/// a session from dying by accident, and from coming back:
///
/// - One refresh at a time: callers share the one in flight; under the storage's lock it reads again before it asks the
///   server. The refresh is a task of its own, so a caller who is cancelled loses no token.
/// - What a refresh brings is stored only if the storage still holds what it started from.
/// - `epoch` counts sign-ins and sign-outs of this client, and `loginID` tells logins apart across clients and processes:
///   what began for one is not finished for another.
///
/// An actor lets others in at every `await`. So belief changes first and at once (`signedIn`, `signedOut`, which raise
/// `revision`), the storage follows in one lane (`writing`), and whoever comes back from waiting looks whether `epoch` or
/// `revision` is still what it was.
package actor TokenSession<Server: SessionServer> {
    package typealias Failure = Server.Failure

    let server: Server
    let storage: any AuthenticationStorage
    let clock: any SessionClock
    let settings: SessionSettings

    // What is believed.
    var state = AuthenticationState.loading
    var known: AuthenticationData?
    var revision = 0
    var epoch = 0
    var logouts = 0
    var time = ServerTime()
    var listeners: [Int: AsyncStream<AuthenticationState>.Continuation] = [:]
    var nextListener = 0

    /// What the storage held when it was last read or written; `nil` before that.
    var content: AuthenticationData??

    // What the storage does not have yet.
    var unsaved: Unsaved?
    var lastUnsaved = 0
    let writing = AsyncLock()
    var isSaving = false
    /// Whether it was asked to save while it was saving.
    var wantsSaving = false
    var saver: Task<Void, Never>?

    // Refreshing.
    var flight: (epoch: Int, task: Task<Flight, Never>)?
    var timer: Task<Void, Never>?
    var isTimerStopped = false
    var failures = 0
    /// The server's failure, and how long it wants to be left alone.
    var pause: (wait: Wait, failure: Failure)?
    /// How long the timer waits to try again, and a request whose token is still good.
    var retryWait: Wait?
    /// How long the tokens are too new to be replaced.
    var newness: Wait?

    // Ending.
    /// A logout that could not reach the server.
    var pendingLogout: AuthenticationData?
    private var loader: Task<Void, Never>?

    /// A wait by the device's clock. Should that be set back before the wait began, the wait is over.
    struct Wait {
        let from: Date
        let until: Date

        init(from: Date, seconds: Double) {
            self.from = from
            until = from.addingTimeInterval(seconds)
        }

        func seconds(at now: Date) -> Double {
            now < from ? 0 : max(0, until.timeIntervalSince(now))
        }
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
        loader?.cancel()
        for listener in listeners.values { listener.finish() }
    }

    // MARK: Using the session

    /// The session, refreshed when that is due; `nil` when nobody is signed in.
    ///
    /// - Parameter isForOneLogin: whether somebody else's session, should he have signed in meanwhile, is no use: a request
    ///   that was begun for one is not sent for another, and not anonymous.
    /// - Throws: why an expired token could not be replaced; `superseded` when the login has changed while it waited;
    ///   `cancelled`; `storageUnavailable`.
    package func usable(isForOneLogin: Bool) async throws(Failure) -> AuthenticationData? {
        guard let data = try await current() else { return nil }
        guard isDue(data) else { return data }
        let isStillGood = !hasExpired(data)
        if isStillGood, let retryWait, retryWait.seconds(at: clock.now) > 0 { return data }
        do throws(Failure) {
            if let new = try await renewed(data) { return new }
        } catch {
            if isStillGood, !Task.isCancelled, let known, known.loginID == data.loginID { return data }
            throw error
        }
        if isForOneLogin { throw .superseded }
        return try await current()
    }

    /// New tokens, whether due or not.
    ///
    /// - Returns: `nil` when nobody is signed in, or when there is nothing to refresh with.
    package func refresh() async throws(Failure) -> AuthenticationData? {
        guard let data = try await current(), data.isRefreshable else { return nil }
        if let new = try await renewed(data) { return new }
        return try await current()
    }

    /// What to use after the server refused `refused`: what others got meanwhile, or new tokens.
    ///
    /// - Returns: `nil` when there is nothing else to try with.
    /// - Throws: `superseded` when somebody else is signed in now.
    package func replacement(for refused: AuthenticationData) async throws(Failure) -> AuthenticationData? {
        guard let data = try await current(), data.loginID == refused.loginID else { throw .superseded }
        if data.accessToken != refused.accessToken || data.cookies != refused.cookies { return data }
        guard data.isRefreshable else { return nil }
        guard let new = try await renewed(data) else { throw .superseded }
        return new
    }

    /// The session after a refresh; `nil` when the login has ended or changed meanwhile.
    private func renewed(_ data: AuthenticationData) async throws(Failure) -> AuthenticationData? {
        guard let new = try await refreshed(data), new.loginID == data.loginID else { return nil }
        return new
    }

    /// Takes note of the server's clock.
    package func learn(from response: TransportResponse) {
        time.learn(from: response.date, now: clock.now)
    }

    /// How the server's clock stands to this device's.
    package var serverTime: ServerTime { time }

    func hasExpired(_ data: AuthenticationData) -> Bool {
        guard let expiresAt = data.expiresAt else { return false }
        return time.time(at: clock.now) >= expiresAt
    }

    // MARK: Beginning

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
        // The tokens of the session before are nobody's now: no need to wait for them.
        flight?.task.cancel()
        replaceSession(with: data)
        try await save()
    }

    /// Puts a token of the caller's in place, or takes it away. It is never refreshed.
    package func setToken(_ token: String?) async throws(Failure) {
        flight?.task.cancel()
        replaceSession(
            with: token.map {
                AuthenticationData(
                    accessToken: $0.trimmingCharacters(in: .whitespacesAndNewlines), loginID: UUID().uuidString,
                    origin: server.origin)
            })
        try await save()
    }

    /// A sign-in or sign-out takes effect at once; the storage follows.
    func replaceSession(with data: AuthenticationData?) {
        epoch += 1
        flight = nil
        lastUnsaved += 1
        unsaved = Unsaved(number: lastUnsaved, data: data, over: .anything)
        if let data { signedIn(data) } else { signedOut(.loggedOut) }
    }

    // MARK: State

    /// The state now, and then each change.
    package nonisolated var changes: AuthenticationChanges {
        AuthenticationChanges { [weak self] in
            let (states, continuation) = AsyncStream<AuthenticationState>.makeStream()
            guard let self else {
                continuation.finish()
                return states
            }
            let subscription = Task { await self.listen(continuation) }
            continuation.onTermination = { [weak self] _ in
                Task { await self?.stopListening(subscription.value) }
            }
            return states
        }
    }

    private func listen(_ continuation: AsyncStream<AuthenticationState>.Continuation) -> Int {
        nextListener += 1
        listeners[nextListener] = continuation
        continuation.yield(state)
        startLoading()
        return nextListener
    }

    private func stopListening(_ listener: Int) {
        listeners[listener] = nil
    }

    /// Who listens wants to know: the storage is asked until it answers, the network is not.
    private func startLoading() {
        guard state == .loading, loader == nil else { return }
        let (clock, settings) = (clock, settings)
        loader = Task { [weak self] in
            var attempt = 0
            while await self?.isStillLoading() == true {
                attempt += 1
                let wait = settings.backoff.wait(afterFailures: attempt, chance: settings.chance())
                do { try await clock.sleep(for: wait) } catch { return }
            }
        }
    }

    private func isStillLoading() async -> Bool {
        if state == .loading { _ = try? await current() }
        return state == .loading
    }

    func signedIn(_ data: AuthenticationData) {
        revision += 1
        known = data
        failures = 0
        pause = nil
        retryWait = nil
        isTimerStopped = false
        change(to: .signedIn(hasExpired(data) ? .stale : .fresh))
        startTimer()
    }

    func signedOut(_ reason: SignOutReason) {
        revision += 1
        known = nil
        failures = 0
        pause = nil
        retryWait = nil
        newness = nil
        stopRefreshing()
        change(to: .signedOut(reason))
    }

    func change(to new: AuthenticationState) {
        guard new != state else { return }
        state = new
        for listener in listeners.values { listener.yield(new) }
    }
}
