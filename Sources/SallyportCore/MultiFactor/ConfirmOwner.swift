/// Makes sure that whoever holds a session is the account's owner, before a second factor is set up (ASVS 5.0, 7.5.1): by
/// the password, or, where another provider knows that, by a fresh sign-in.
struct ConfirmOwner: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let throttle: ThrottleGuesses

    /// How fresh a sign-in has to be.
    static let freshness: Duration = .seconds(600)

    /// - Throws: ``SecondFactorFailure/passwordMissing``; ``AuthenticationFailure/invalidCredentials`` for a wrong password,
    ///   or an old sign-in; ``AuthenticationFailure/throttled(_:at:)``.
    func callAsFunction(_ identity: Identity, password: Password?, client: Client) async throws {
        guard identity.account.provider == .default else {
            let isFresh = try await vault.read { reading in
                guard let id = identity.session, let session = try reading.session(id) else { return false }
                return try reading.now - session.created <= Self.freshness
            }
            guard isFresh else { throw AuthenticationFailure.invalidCredentials }
            return
        }
        guard let password else { throw SecondFactorFailure.passwordMissing }
        try await throttle(Guess(.account(identity.account.id), by: client)) {
            // What the password is now: the identity may have been believed for a second.
            let stored = try await vault.read { try $0.account(identity.account.id)?.passwordHash }
            guard try await passwords.verify(password, against: stored) != .wrong else {
                throw WrongGuess(AuthenticationFailure.invalidCredentials)
            }
        }
    }
}

extension Identity {
    /// The account as it is inside a transaction, when the credential is still good there.
    ///
    /// - Throws: ``AuthenticationFailure/invalidCredentials``.
    func accountNow(_ reading: any VaultReading) throws -> Account {
        guard try isStillGood(reading, at: reading.now), let account = try reading.account(account.id) else {
            throw AuthenticationFailure.invalidCredentials
        }
        return account
    }

    /// The same, before it is changed: whoever signs in meanwhile meets this at the account's row (design section 5), which is
    /// written first, as there.
    func accountToChange(_ transaction: any VaultTransaction) throws -> Account {
        let account = try accountNow(transaction)
        try transaction.update(account)
        return account
    }
}
