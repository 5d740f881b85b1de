/// Signs in with e-mail and password: every door's only way in (Directus spec section 1.2; design sections 5 and 6).
public struct SignIn: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let issuer: TokenIssuer
    let settings: SessionSettings
    let throttle: ThrottleGuesses
    let secondFactors: CheckSecondFactor
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// What is asked.
    public struct Request: Sendable {
        /// Whose door was knocked at.
        public var realm: Realm
        /// The provider that the door stands for.
        public var provider: Account.Provider
        /// The address, whatever it looks like.
        public var email: EmailAddress
        /// The password as it came.
        public var password: Password
        /// A one-time password or a recovery code; whoever has no second factor need not give one, and may.
        public var code: String?
        /// How the client will keep its tokens.
        public var mode: TokenMode
        /// Who asks.
        public var client: Client
        /// How long the session lives; `nil`: as the settings say for the mode.
        var lifetime: SessionLifetime?
        /// Whether an account that is no customer of the store is nobody.
        var isForCustomersOnly = false

        /// Everything that a sign-in needs to know.
        public init(
            realm: Realm, provider: Account.Provider = .default, email: EmailAddress, password: Password,
            code: String? = nil, mode: TokenMode, client: Client
        ) {
            self.realm = realm
            self.provider = provider
            self.email = email
            self.password = password
            self.code = code
            self.mode = mode
            self.client = client
        }
    }

    /// Opens a session.
    ///
    /// An unknown account, one without a password, a suspended one, one of another provider and a wrong password cost one
    /// hash each, and throw the same: ``AuthenticationFailure/invalidCredentials``. With the right password only, whoever has a
    /// second factor is asked for it: ``AuthenticationFailure/oneTimePasswordMissing``, then
    /// ``AuthenticationFailure/oneTimePasswordWrong``.
    public func callAsFunction(_ request: Request) async throws(AuthenticationFailure) -> IssuedTokens {
        let (opened, device) = try await session(request)
        var tokens = issuer.issue(request.mode, on: opened)
        tokens.device = device
        return tokens
    }

    /// The same, for a door that makes tokens of its own.
    ///
    /// - Returns: the session, and what a browser is to keep of it.
    func session(
        _ request: Request
    ) async throws(AuthenticationFailure) -> (opened: OpenedSession, device: DeviceToken?) {
        do {
            let found = try await vault.read { reading -> Account? in
                guard let found = try reading.account(request.email, in: request.realm) else { return nil }
                return try request.isForCustomersOnly && reading.customer(found.id) == nil ? nil : found
            }
            let subject = found.map { Guess.Subject.account($0.id) } ?? .address(request.email, request.realm)
            return try await throttle(Guess(subject, by: request.client)) {
                try await attempt(request, found, isFirst: true)
            }
        } catch { throw AuthenticationFailure(error) }
    }

    /// - Parameter isFirst: whether the account may be looked at once more, if its password or status changed while the hash
    ///   was verified: another sign-in may have made an old hash anew.
    private func attempt(
        _ request: Request, _ found: Account?, isFirst: Bool
    ) async throws -> (opened: OpenedSession, device: DeviceToken?) {
        let candidate = found.flatMap { $0.status == .active && $0.provider == request.provider ? $0 : nil }
        let verification = try await passwords.verify(request.password, against: candidate?.passwordHash)
        guard let candidate, verification != .wrong else {
            await note(.loginFailed, of: found, request)
            throw WrongGuess(AuthenticationFailure.invalidCredentials)
        }
        // Without a place in the queue the hash stays as it is until the next time; the password is right all the same.
        let rehashed = verification == .outdated ? try? await passwords.hash(request.password) : nil
        do {
            guard candidate.hasSecondFactor, request.code != nil else {
                do { return try await open(request, candidate, rehashed: rehashed) } catch AuthenticationFailure
                    .invalidCredentials where isFirst
                {
                    let again = try await vault.read { try $0.account(candidate.id) }
                    return try await attempt(request, again, isFirst: false)
                }
            }
            return try await throttle(Guess(.code(candidate.id), by: request.client)) {
                do { return try await open(request, candidate, rehashed: rehashed) } catch AuthenticationFailure
                    .oneTimePasswordWrong
                { throw WrongGuess(AuthenticationFailure.oneTimePasswordWrong) }
            }
        } catch AuthenticationFailure.oneTimePasswordWrong {
            await note(.loginFailed, of: found, request)
            throw WrongGuess(AuthenticationFailure.oneTimePasswordWrong)
        } catch AuthenticationFailure.oneTimePasswordMissing {
            // Whoever asks next may be a thief of the password.
            await note(.oneTimePasswordAsked, of: found, request)
            throw AuthenticationFailure.oneTimePasswordMissing
        }
    }

    /// - Throws: ``AuthenticationFailure/invalidCredentials`` if password or status changed while the hash was verified;
    ///   ``AuthenticationFailure/oneTimePasswordMissing``, ``AuthenticationFailure/oneTimePasswordWrong``; then nothing
    ///   is changed.
    private func open(
        _ request: Request, _ candidate: Account, rehashed: PasswordHash?
    ) async throws -> (opened: OpenedSession, device: DeviceToken?) {
        let id = Session.ID(rawValue: makeIdentifier())
        let letter = makeIdentifier()
        let lifetime =
            request.lifetime
            ?? SessionLifetime(idle: settings.idleLifetime(request.mode), absolute: settings.absoluteLifetime)
        let committed: (opened: OpenedSession, hasMail: Bool)? = try await vault.write(.durable) {
            [secondFactors] transaction in
            let now = try transaction.now
            guard try transaction.noteSignIn(candidate, rehashed: rehashed, at: now),
                let account = try transaction.account(candidate.id)
            else { return nil }
            var hasMail = false
            if account.hasSecondFactor {
                guard let code = request.code else { throw AuthenticationFailure.oneTimePasswordMissing }
                guard let use = try secondFactors.use(code, of: account.id, transaction) else {
                    throw AuthenticationFailure.oneTimePasswordWrong
                }
                if use == .recoveryCode {
                    hasMail = try transaction.noteRecoveryCode(of: account, by: request.client, id: letter)
                }
            }
            let session = Session(
                id: id, account: account.id, provider: request.provider, created: now, lastSeen: now,
                idleExpiry: now + lifetime.idle, absoluteExpiry: lifetime.absolute.map { now + $0 },
                client: request.client)
            try transaction.insert(session)
            if let network = request.client.network { try transaction.note(network: network, of: account.id, at: now) }
            try transaction.append(
                Activity(.login, account: account.id, realm: request.realm, client: request.client), at: now)
            let rights = try transaction.grants(of: account).rights(at: request.client.address)
            var opened = OpenedSession(session: session, account: account, rights: rights, now: now)
            if request.realm == .store { opened.isCustomer = try transaction.customer(account.id) != nil }
            return (opened, hasMail)
        }
        guard let (opened, hasMail) = committed else { throw AuthenticationFailure.invalidCredentials }
        if hasMail { signal.raise() }
        return (opened, device(request, opened))
    }

    /// What the browser is to keep of this sign-in. A client in mode json keeps no cookies.
    private func device(_ request: Request, _ opened: OpenedSession) -> DeviceToken? {
        let (account, now) = (opened.account.id, opened.now)
        guard request.mode != .json, throttle.budgets.isDue(request.client.device, of: account, at: now) else {
            return nil
        }
        return throttle.budgets.device(of: account, at: now)
    }

    /// D19. The same row for known and unknown addresses, so that both take as long. What cannot be written is no reason to
    /// give a guess back.
    private func note(_ action: Activity.Action, of account: Account?, _ request: Request) async {
        let activity = Activity(action, account: account?.id, realm: request.realm, client: request.client)
        try? await vault.write(.relaxed) { try $0.append(activity, at: try $0.now) }
    }
}
