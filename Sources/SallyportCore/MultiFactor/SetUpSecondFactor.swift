/// Sets up two-factor sign-in: a seed for the authenticator app, then a code that proves the app has it (Directus spec
/// section 2.6; D5, D16).
public struct SetUpSecondFactor: Sendable {
    let vault: any Vault
    let confirmOwner: ConfirmOwner
    let throttle: ThrottleGuesses
    let seal: SecondFactorSeal
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// How long a generated seed waits for its first code.
    public static let patience: Duration = .seconds(600)

    /// What an authenticator app needs to know.
    public struct Seed: Sendable {
        /// The seed in base 32: 32 characters.
        public var text: Secret<String>
        /// In whose name: the setting `project_name`.
        public var issuer: String
        /// Whose: the address, or else the name at the provider, or else `user_<id>`.
        public var account: String
    }

    /// Makes a seed, which guards nothing yet, in place of any that was made before and is not enabled.
    ///
    /// - Parameter password: of an account that signs in here; others need a fresh sign-in.
    /// - Throws: ``SecondFactorFailure``.
    public func generate(
        password: Password?, for caller: Caller
    ) async throws(SecondFactorFailure) -> Seed {
        guard let identity = caller.identity else { throw .authentication(.invalidCredentials) }
        do {
            try await confirmOwner(identity, password: password, client: caller.client)
            var generator = SystemRandomNumberGenerator()
            let seed = (0..<OneTimePassword.seedLength).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            return try await vault.write(.durable) { [seal] transaction in
                let account = try identity.accountNow(transaction)
                guard !account.hasSecondFactor else { throw SecondFactorFailure.alreadyEnabled }
                guard account.provider != .default || account.email != nil else {
                    throw SecondFactorFailure.addressMissing
                }
                try transaction.put(
                    try seal.seal(seed, .pending, of: account.id, at: try transaction.now))
                return Seed(
                    text: Secret(Base32.text(seed)),
                    issuer: try transaction.settings()["project_name"].string ?? "Directus",
                    account: account.email?.text ?? account.externalIdentifier ?? "user_\(account.id)")
            }
        } catch { throw SecondFactorFailure(error) }
    }

    /// Turns two-factor sign-in on with the seed that was generated last. All other sessions end.
    ///
    /// - Parameters:
    ///   - secret: the seed in base 32, in any case, with or without spaces and padding.
    ///   - code: the app's; it is not used up, since the next thing that many clients do is to sign in with it.
    /// - Throws: ``SecondFactorFailure``.
    public func enable(
        secret: String, code: String, for caller: Caller
    ) async throws(SecondFactorFailure) {
        guard let identity = caller.identity else { throw .authentication(.invalidCredentials) }
        let letter = makeIdentifier()
        do {
            try await throttle.code(of: identity.account.id, by: caller.client) {
                try await vault.write(.durable) { transaction in
                    try enable(secret, code, identity, caller, transaction, letter: letter)
                }
            }
            identities.forget(identity.account.id)
            signal.raise()
        } catch { throw SecondFactorFailure(error) }
    }

    private func enable(
        _ secret: String, _ code: String, _ identity: Identity, _ caller: Caller,
        _ transaction: any VaultTransaction, letter: String
    ) throws {
        let now = try transaction.now
        let account = try identity.accountToChange(transaction)
        guard !account.hasSecondFactor else { throw SecondFactorFailure.alreadyEnabled }
        // D16: who has to set one up needs nobody's leave for it.
        guard try identity.owesSecondFactor || caller.mayChangeOwnSecondFactor(transaction) else {
            throw SecondFactorFailure.forbidden
        }
        guard let pending = try transaction.secondFactor(.pending, of: account.id),
            now - pending.created <= Self.patience
        else { throw SecondFactorFailure.foreignSecret }
        let seed = try seal.open(pending)
        let shown = secret.uppercased().filter { $0 != " " && $0 != "=" }
        guard constantTimeEqual(Array(shown.utf8), Array(Base32.text(seed).utf8)) else {
            throw SecondFactorFailure.foreignSecret
        }
        guard OneTimePassword.step(of: code, seed, at: now, after: nil) != nil else {
            throw WrongGuess(SecondFactorFailure.wrongCode)
        }
        try transaction.deleteSecondFactor(.pending, of: account.id)
        try transaction.put(try seal.seal(seed, .live, of: account.id, at: now))
        try transaction.deleteRecoveryCodes(of: account.id)
        try transaction.noteSecondFactorChange(
            of: account, by: caller, keeping: identity.session, .secondFactorEnabled, letter: letter)
    }
}

extension Caller {
    /// Whether he may change the field `tfa_secret` of his own account (Directus spec section 2.6).
    func mayChangeOwnSecondFactor(_ reading: any VaultReading) throws -> Bool {
        guard let id = identity?.account.id, let field = ItemCollection.users.field(AccountField.tfaSecret.rawValue)
        else { return false }
        let grants = try permissionsNow(reading).access(.update, to: .users).grants.filter { $0.covers(field) }
        let own = Filter.compare(Operand(ItemCollection.users.key), .equal(.text(id.rawValue)))
        guard !grants.isEmpty else { return false }
        return try !reading.rows(
            RowQuery(
                collection: .users, columns: [Operand(ItemCollection.users.key)],
                filter: Filter.either(grants.map(\.rows)) && own)
        ).isEmpty
    }
}

extension VaultTransaction {
    /// What follows from any change of an account's second factor: its other sessions end, its owner is told, and there is a
    /// trace (D5).
    ///
    /// - Parameters:
    ///   - session: the one that lives on.
    ///   - letter: the notice's id.
    func noteSecondFactorChange(
        of account: Account, by caller: Caller, keeping session: Session.ID?, _ notice: Letter.Kind, letter: String
    ) throws {
        let now = try now
        try revokeSessions(of: account.id, except: session, at: now)
        try notify(account, notice, id: letter)
        try append(
            Activity(
                .update, account: caller.identity?.account.id, realm: account.realm, client: caller.client,
                fields: [AccountField.tfaSecret.rawValue],
                item: Activity.Item(collection: .users, key: account.id.rawValue)), at: now)
    }
}
