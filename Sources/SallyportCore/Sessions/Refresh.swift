import Logging

/// Refreshes a session by the session rule (design section 5).
public struct Refresh: Sendable {
    let vault: any Vault
    let rule: SessionRule
    let issuer: TokenIssuer
    let identities: IdentityCache
    let seen: SeenRecorder
    let heartbeat: Heartbeat
    let logger: Logger

    /// Less than this is a busy machine, not a standstill.
    private static let shortestDelay = Duration.seconds(2)

    private enum Outcome: Sendable {
        case refreshed(OpenedSession, caughtUp: Bool)
        case refused(AuthenticationFailure)
        /// Seen in a transaction that waits for no disk; ending a session must.
        case stolen
    }

    /// Makes fresh tokens for whoever presents a genuine refresh token.
    ///
    /// - Parameters:
    ///   - token: as it came; decoded by ``RefreshTokenCodec``.
    ///   - mode: in which the answer goes out, and the token came in.
    ///   - realm: whose door it is shown at; another realm's token is none there.
    /// - Throws: ``AuthenticationFailure/invalidCredentials`` for a dead session or a stolen copy.
    public func callAsFunction(
        _ token: RefreshToken, mode: TokenMode, realm: Realm, client: Client
    ) async throws(AuthenticationFailure) -> IssuedTokens {
        do {
            let read = heartbeat.now()
            await seen.settle(token.session)
            var outcome = try await attempt(
                token, readAt: read, mode: mode, realm: realm, client: client, rule.settings.refreshDurability)
            if case .stolen = outcome {
                outcome = try await attempt(
                    token, readAt: read, mode: mode, realm: realm, client: client, .durable)
            }
            identities.forget(token.session)
            switch outcome {
            case .refreshed(let grounds, let caughtUp):
                if caughtUp {
                    logger.warning(
                        "A session was behind its token: the database lost its last moments, or was restored.")
                }
                return issuer.issue(mode, on: grounds)
            case .refused(let failure): throw failure
            case .stolen: throw AuthenticationFailure.invalidCredentials
            }
        } catch { throw AuthenticationFailure(error) }
    }

    private func attempt(
        _ token: RefreshToken, readAt read: Duration, mode: TokenMode, realm: Realm, client: Client,
        _ durability: Durability
    ) async throws -> Outcome {
        try await vault.write(durability) { [rule, heartbeat] transaction in
            let now = try transaction.now
            guard let found = try transaction.sessionAndAccount(token.session), found.account.realm == realm else {
                return .refused(.invalidCredentials)
            }
            var session = found.session
            let account = found.account
            let idleExpiry = now + rule.settings.idleLifetime(mode)
            let caughtUp: Bool
            switch rule.judge(token, of: session, mode: mode, at: now) {
            case .dead:
                return .refused(.invalidCredentials)
            case .stolen:
                // An innocent request that was held up for the grace period looks like a thief's. A thief can ask again.
                if heartbeat.mayBeOlder(than: max(rule.settings.gracePeriod, Self.shortestDelay), readAt: read) {
                    return .refused(.late)
                }
                return try Self.punish(session, account, rule.settings.reuse, client, durability, transaction)
            case .rotate(let catchUp):
                guard account.status == .active else { return Self.refusal(account) }
                if catchUp { try Self.catchUp(&session, to: token, mode: mode, rule, account, client, transaction) }
                // Whoever else advanced it since the row was read would have to be in this transaction.
                guard try transaction.advance(session.id, from: session.counter, idleExpiry: idleExpiry, at: now)
                else { throw StorageError("a session moved within a transaction") }
                try transaction.noteAccess(account.id, at: now)
                session.counter += 1
                session.rotated = now
                caughtUp = catchUp
            case .repeat(let catchUp):
                guard account.status == .active else { return Self.refusal(account) }
                if catchUp { try Self.catchUp(&session, to: token, mode: mode, rule, account, client, transaction) }
                // Not for less than a second: racers would queue for the row.
                if idleExpiry - session.idleExpiry >= .seconds(1) {
                    try transaction.prolong(session.id, idleExpiry: idleExpiry)
                    session.idleExpiry = idleExpiry
                }
                if token.counter == session.counter {
                    try transaction.noteSeen(session.id, counter: session.counter, at: now)
                }
                caughtUp = catchUp
            }
            let rights = try transaction.grants(of: account).rights(at: client.address)
            let grounds = OpenedSession(session: session, account: account, rights: rights, now: now)
            return .refreshed(grounds, caughtUp: caughtUp)
        }
    }

    /// The original's answer to an account whose sessions should have been ended with it (spec section 1.4).
    private static func refusal(_ account: Account) -> Outcome {
        .refused(account.status == .suspended ? .suspended : .invalidCredentials)
    }

    /// Rule 5.5: take counter and idle time from the token.
    private static func catchUp(
        _ session: inout Session, to token: RefreshToken, mode: TokenMode, _ rule: SessionRule, _ account: Account,
        _ client: Client, _ transaction: any VaultTransaction
    ) throws {
        let now = try transaction.now
        let idleExpiry = max(session.idleExpiry, token.issued + rule.settings.idleLifetime(mode))
        try transaction.catchUp(session.id, to: token, idleExpiry: idleExpiry, at: now)
        try transaction.append(
            Activity(.sessionRestored, account: account.id, realm: account.realm, client: client), at: now)
        session.counter = token.counter
        session.rotated = token.issued
        session.seen = now
        session.idleExpiry = idleExpiry
    }

    /// Rule 5.3.
    private static func punish(
        _ session: Session, _ account: Account, _ reuse: SessionSettings.Reuse, _ client: Client,
        _ durability: Durability, _ transaction: any VaultTransaction
    ) throws -> Outcome {
        // Refusing alone leaves no row: it could be had again and again, without a hash.
        guard reuse == .revoke else { return .refused(.superseded) }
        guard durability == .durable else { return .stolen }
        let now = try transaction.now
        try transaction.append(
            Activity(.tokenReused, account: account.id, realm: account.realm, client: client), at: now)
        _ = try transaction.revoke(session.id, at: now)
        return .refused(.invalidCredentials)
    }
}
