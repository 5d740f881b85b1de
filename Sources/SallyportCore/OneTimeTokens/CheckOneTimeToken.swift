/// Judges one-time tokens: what a form shows before anybody types, and what a flow asks before it takes the trouble of a
/// hash. What decides is ``consume(_:_:_:)``, in the transaction of its effect.
public struct CheckOneTimeToken: Sendable {
    let vault: any Vault
    let codec: OneTimeTokenCodec
    let throttle: ThrottleGuesses

    /// Whether the token would be taken now. Nothing is changed.
    ///
    /// - Throws: ``OneTimeTokenFailure``.
    public func callAsFunction(
        _ text: String, for purpose: OneTimeToken.Purpose, by client: Client
    ) async throws(OneTimeTokenFailure) {
        let id = try await self.id(of: text, purpose, by: client)
        do {
            try await vault.read { reading in
                _ = try Self.account(try Self.good(id, purpose, reading, at: try reading.now), reading)
            }
        } catch { throw OneTimeTokenFailure(error) }
    }

    /// The id that a genuine text names. A genuine one is no guess; all others count for the network that they came from.
    func id(
        of text: String, _ purpose: OneTimeToken.Purpose, by client: Client
    ) async throws(OneTimeTokenFailure) -> OneTimeToken.ID {
        guard let shown = codec.decode(text) else {
            do {
                try await throttle(Guess(.unnamed, by: client)) { throw WrongGuess(OneTimeTokenFailure.invalid) }
            } catch { throw OneTimeTokenFailure(error) }
            throw .invalid
        }
        guard shown.purpose == purpose else { throw .foreign }
        return shown.id
    }

    /// Uses a token: once, however many try at once.
    ///
    /// - Returns: the token, and its account, whose status still says that it may.
    /// - Throws: ``OneTimeTokenFailure``.
    static func consume(
        _ id: OneTimeToken.ID, _ purpose: OneTimeToken.Purpose, _ transaction: any VaultTransaction
    ) throws -> (token: OneTimeToken, account: Account) {
        let now = try transaction.now
        guard let token = try transaction.consume(id, purpose, at: now) else {
            _ = try good(id, purpose, transaction, at: now)
            throw OneTimeTokenFailure.spent
        }
        return (token, try account(token, transaction))
    }

    private static func good(
        _ id: OneTimeToken.ID, _ purpose: OneTimeToken.Purpose, _ reading: any VaultReading, at now: Timestamp
    ) throws -> OneTimeToken {
        // A genuine token without a row was spent long ago, or its account is gone.
        guard let token = try reading.oneTimeToken(id), token.spent == nil else { throw OneTimeTokenFailure.spent }
        guard token.purpose == purpose else { throw OneTimeTokenFailure.foreign }
        guard token.expires > now else { throw OneTimeTokenFailure.expired }
        return token
    }

    private static func account(_ token: OneTimeToken, _ reading: any VaultReading) throws -> Account {
        guard let account = try reading.account(token.account), account.email?.key == token.emailKey,
            account.provider == .default, account.status == token.purpose.status
        else { throw OneTimeTokenFailure.spent }
        return account
    }
}

extension OneTimeToken.Purpose {
    /// What an account must be for a token of that purpose to do anything.
    fileprivate var status: Account.Status {
        switch self {
        case .passwordReset, .customerPasswordReset: .active
        case .invitation: .invited
        case .registration: .unverified
        }
    }
}
