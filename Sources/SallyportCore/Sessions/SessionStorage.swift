/// What is read of sessions inside a transaction.
public protocol SessionReading {
    func session(_ id: Session.ID) throws -> Session?
    /// The session and its account in one read.
    func sessionAndAccount(_ id: Session.ID) throws -> (session: Session, account: Account)?
}

/// What is changed of sessions inside a transaction. Each is one conditional statement.
public protocol SessionWriting {
    func insert(_ session: Session) throws
    /// Rotates: `counter` becomes `counter + 1`, if the session still stands where the caller saw it and lives.
    ///
    /// - Returns: whether it did; not, if another racer was first.
    func advance(_ session: Session.ID, from counter: Int64, idleExpiry: Timestamp, at now: Timestamp) throws -> Bool
    /// Rule 5.5: takes counter, issue time and idle time from a token that is ahead of the row. The token is seen with it.
    func catchUp(_ session: Session.ID, to token: RefreshToken, idleExpiry: Timestamp, at now: Timestamp) throws
    /// Lets a living session idle until then.
    func prolong(_ session: Session.ID, idleExpiry: Timestamp) throws
    /// Notes that something issued with that counter was shown, if it is still the current one and was not seen before.
    func noteSeen(_ session: Session.ID, counter: Int64, at now: Timestamp) throws
    /// Ends the session.
    ///
    /// - Returns: whether it was alive until now.
    func revoke(_ session: Session.ID, at now: Timestamp) throws -> Bool
    /// Ends all sessions of the account, but for one.
    func revokeSessions(of account: Account.ID, except session: Session.ID?, at now: Timestamp) throws
    /// Ends sessions that were begun until a moment, also such as have lapsed: a token ahead of its row could bring them
    /// back (rule 5.5).
    ///
    /// - Parameter account: whose; `nil`: everybody's.
    /// - Returns: whose sessions were ended, once for each; fewer than the limit when none is left.
    func revokeSessions(
        of account: Account.ID?, begunUntil moment: Timestamp, limit: Int, at now: Timestamp
    ) throws -> [Account.ID]
    /// Deletes sessions that had all ended before a moment, so many at most, passing over those that are in use.
    ///
    /// - Returns: how many were deleted.
    func deleteSessions(endedBefore moment: Timestamp, limit: Int) throws -> Int
}
