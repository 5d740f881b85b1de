/// What an operator does with the accounts of a realm, from the command line.
public struct AdministerAccounts: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let staticTokens: StaticToken
    let identities: IdentityCache
    let makeIdentifier: MakeIdentifier

    /// All accounts of the realm, by address.
    public func list(_ realm: Realm) async throws(AccountFailure) -> [Account] {
        do { return try await vault.read { try $0.accounts(in: realm) } } catch { throw AccountFailure(error) }
    }

    /// Makes an active account.
    ///
    /// - Parameter role: the name of its role; ``AccountFailure/missing`` if there is none of that name.
    /// - Returns: its id.
    public func create(
        _ email: EmailAddress, password: Password, role: String?, staticToken: Secret<String>?, in realm: Realm
    ) async throws(AccountFailure) -> Account.ID {
        guard email.isWellFormed else { throw .invalidEmail }
        if let staticToken, staticToken.reveal().count > StaticToken.maximumLength {
            throw .tooLong(.token, maximum: StaticToken.maximumLength)
        }
        do {
            let hash = try await hash(password)
            let id = Account.ID(rawValue: makeIdentifier())
            let digest = staticToken.map { staticTokens.digest($0.reveal()) }
            let ids = (0..<3).map { _ in makeIdentifier() }
            try await vault.write(.durable) { transaction in
                let now = try transaction.now
                let roleID = try role.map { name in
                    // The first account may be made here, before any set-up.
                    if name == SetUp.administratorRoleName { return try transaction.administratorRole(ids: ids) }
                    guard let role = try transaction.role(named: name) else {
                        throw AccountFailure.invalidField(.role, reason: "there is no role \"\(name)\"")
                    }
                    return role.id
                }
                try transaction.insert(
                    Account(id: id, realm: realm, email: email, passwordHash: hash, role: roleID), profile: Profile(),
                    at: now)
                if let digest { try transaction.setStaticToken(digest, of: id, at: now) }
                try transaction.append(Self.activity(.create, id, realm), at: now)
            }
            return id
        } catch { throw AccountFailure(error, email: email) }
    }

    /// Gives the account a new password, and ends all its sessions.
    public func setPassword(
        _ password: Password, of email: EmailAddress, in realm: Realm
    ) async throws(AccountFailure) {
        let hash: PasswordHash
        do { hash = try await self.hash(password) } catch { throw AccountFailure(error) }
        try await change(email, in: realm, .password) { $0.passwordHash = hash }
    }

    /// Sets the account's status; any but active ends all its sessions.
    public func setStatus(
        _ status: Account.Status, of email: EmailAddress, in realm: Realm
    ) async throws(AccountFailure) {
        try await change(email, in: realm, .status) { $0.status = status }
    }

    /// Turns the account's two-factor sign-in off, if it is on, and ends all its sessions: for an administrator who has lost
    /// phone and recovery codes.
    public func removeSecondFactor(of email: EmailAddress, in realm: Realm) async throws(AccountFailure) {
        let letter = makeIdentifier()
        try await withAccount(email, in: realm) { account, transaction in
            try transaction.update(account)
            guard account.hasSecondFactor else { return }
            try transaction.removeSecondFactor(
                of: account, by: Caller(nil, client: Client()), keeping: nil, letter: letter)
        }
    }

    /// Deletes the account with all that is its own.
    public func delete(_ email: EmailAddress, in realm: Realm) async throws(AccountFailure) {
        try await withAccount(email, in: realm) { account, transaction in
            let now = try transaction.now
            try transaction.revokeSessions(of: account.id, except: nil, at: now)
            try transaction.delete(account.id)
            try transaction.append(Self.activity(.delete, account.id, realm), at: now)
        }
    }

    /// Nobody's act, as far as accounts go: it was done beside the server.
    private static func activity(
        _ action: Activity.Action, _ account: Account.ID, _ realm: Realm, _ fields: [String] = []
    ) -> Activity {
        Activity(
            action, account: nil, realm: realm, client: Client(), fields: fields,
            item: Activity.Item(collection: .users, key: account.rawValue))
    }

    private func hash(_ password: Password) async throws -> PasswordHash {
        let policy = try await vault.read { try PasswordPolicy(pattern: $0.settings().passwordPolicy) }
        guard policy.allows(password) else { throw AccountFailure.weakPassword }
        return try await passwords.hash(password)
    }

    private func change(
        _ email: EmailAddress, in realm: Realm, _ field: AccountField,
        _ change: @escaping @Sendable (inout Account) -> Void
    ) async throws(AccountFailure) {
        let letter = makeIdentifier()
        try await withAccount(email, in: realm) { account, transaction in
            let now = try transaction.now
            var account = account
            change(&account)
            try transaction.update(account)
            try transaction.spendTokens(of: account.id, at: now)
            if field != .status || account.status != .active {
                try transaction.revokeSessions(of: account.id, except: nil, at: now)
            }
            // It goes out from a server: this process has no time to wait for a mail server.
            if field == .password { try transaction.notify(account, .passwordChanged, id: letter) }
            try transaction.append(Self.activity(.update, account.id, realm, [field.rawValue]), at: now)
        }
    }

    private func withAccount(
        _ email: EmailAddress, in realm: Realm,
        _ body: @escaping @Sendable (Account, any VaultTransaction) throws -> Void
    ) async throws(AccountFailure) {
        do {
            let id = try await vault.write(.durable) { transaction in
                guard let account = try transaction.account(email, in: realm) else { throw AccountFailure.missing }
                try body(account, transaction)
                return account.id
            }
            identities.forget(id)
        } catch { throw AccountFailure(error) }
    }
}
