/// The session rule (design section 5, table): what a genuine refresh token means to the session's row. Pure: the row,
/// the token and the time go in, the verdict comes out.
struct SessionRule: Sendable {
    let settings: SessionSettings

    /// What becomes of a refresh.
    enum Verdict: Hashable, Sendable {
        /// 5.1, 5.5: make the successor. `catchUp`: the row is behind the token and must take its counter first.
        case rotate(catchUp: Bool)
        /// 5.1, 5.2, 5.5: the row's current token once more.
        case `repeat`(catchUp: Bool)
        /// 5.3: a stolen copy.
        case stolen
        /// Revoked, expired, or absolute lifetime over.
        case dead
    }

    /// Judges a token presented at refresh.
    ///
    /// - Parameter mode: the token's mode, which tells how long a token ahead of the row keeps the session alive.
    func judge(_ token: RefreshToken, of session: Session, mode: TokenMode, at now: Timestamp) -> Verdict {
        let isAhead = token.counter > session.counter
        let promised = isAhead ? token.issued + settings.idleLifetime(mode) : session.idleExpiry
        guard session.lives(at: now, idleExpiry: promised) else { return .dead }

        if isAhead {
            return isFresh(token.issued, at: now) ? .repeat(catchUp: true) : .rotate(catchUp: true)
        }
        if token.counter == session.counter {
            guard let rotated = session.rotated, isFresh(rotated, at: now) else { return .rotate(catchUp: false) }
            return .repeat(catchUp: false)
        }
        if token.counter == session.counter - 1 {
            guard let seen = session.seen, !isFresh(seen, at: now) else { return .repeat(catchUp: false) }
        }
        return .stolen
    }

    /// What a session cookie means as an access credential: a superseded one opens doors for the grace period only.
    func accepts(cookie token: RefreshToken, of session: Session, at now: Timestamp) -> Bool {
        token.counter >= session.counter
            || token.counter == session.counter - 1 && session.rotated.map { isFresh($0, at: now) } == true
    }

    /// Less than the grace period ago. (A moment in the future is fresh: a clock that jumps back steals nothing.)
    private func isFresh(_ moment: Timestamp, at now: Timestamp) -> Bool {
        now - moment < settings.gracePeriod
    }
}
