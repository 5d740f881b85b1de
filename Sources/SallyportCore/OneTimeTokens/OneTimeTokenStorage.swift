/// What is read of one-time tokens inside a transaction.
public protocol OneTimeTokenReading {
    func oneTimeToken(_ id: OneTimeToken.ID) throws -> OneTimeToken?
    /// Those of an account that are good, the newest first.
    func goodTokens(
        _ purpose: OneTimeToken.Purpose, of account: Account.ID, at now: Timestamp
    ) throws -> [OneTimeToken]
}

/// What is changed of one-time tokens inside a transaction.
public protocol OneTimeTokenWriting {
    func insert(_ token: OneTimeToken) throws
    /// Uses a token, in one conditional statement: of two who use it at once, one gets it.
    ///
    /// - Returns: the token; `nil` if it is not there, has another purpose, is spent, or has expired.
    func consume(
        _ id: OneTimeToken.ID, _ purpose: OneTimeToken.Purpose, at now: Timestamp
    ) throws -> OneTimeToken?
    /// Notes that a token is sent once more; it expires when it did.
    func noteSentAgain(_ id: OneTimeToken.ID, at now: Timestamp) throws
    /// Makes one token good for nothing.
    func spend(_ id: OneTimeToken.ID, at now: Timestamp) throws
    /// Makes all of an account's tokens good for nothing.
    func spendTokens(of account: Account.ID, at now: Timestamp) throws
    /// Deletes tokens that were spent, or expired, before a moment, so many at most.
    ///
    /// - Returns: how many were deleted.
    func deleteTokens(spentBefore spent: Timestamp, expiredBefore expired: Timestamp, limit: Int) throws -> Int
}

extension VaultTransaction {
    /// Makes a token for an account's address as it is now.
    ///
    /// With as many as an account may have, a further request makes none: it gets the newest once more, while that has half
    /// of its life before it. So whatever a stranger asks for, no link dies that the owner has not used (D6).
    ///
    /// - Returns: the token to send.
    func issue(
        _ purpose: OneTimeToken.Purpose, for account: Account, lifetime: Duration, id: String
    ) throws -> OneTimeToken.ID {
        let now = try now
        let good = try goodTokens(purpose, of: account.id, at: now)
        if good.count >= OneTimeToken.most {
            if let newest = good.first, newest.expires - now > lifetime / 2 {
                try noteSentAgain(newest.id, at: now)
                return newest.id
            }
            for token in good.dropFirst(OneTimeToken.most - 1) { try spend(token.id, at: now) }
        }
        let token = OneTimeToken(
            id: OneTimeToken.ID(rawValue: id), purpose: purpose, account: account.id,
            emailKey: account.email?.key ?? "", created: now, expires: now + lifetime)
        try insert(token)
        return token.id
    }
}
