/// Somebody changes his own account (Directus spec section 2.1; design section 5 for what becomes of the sessions).
public struct ChangeOwnAccount: Sendable {
    let vault: any Vault
    let passwords: any PasswordHasher
    let staticTokens: StaticToken
    let identities: IdentityCache

    /// Changes what may be changed, all or nothing.
    ///
    /// A new password or address ends all other sessions; the one that made the change lives on, in every mode (D17).
    ///
    /// - Returns: the identity as it is now.
    /// - Throws: ``AccountFailure``; permissions are asked first, as in the original.
    public func callAsFunction(
        _ changes: AccountChanges, of identity: Identity, client: Client
    ) async throws(AccountFailure) -> Identity {
        try Self.judge(changes, by: identity.rights)

        do {
            let policy = try await vault.read { try PasswordPolicy(pattern: $0.settings().passwordPolicy) }
            let email = try changes.email()
            let hash = try await changes.password(policy).asyncMap(passwords.hash)
            let token = try digest(changes)
            let id = identity.account.id
            let snapshot = try await vault.write(.durable) { transaction in
                let now = try transaction.now
                // The body may have dripped and the hash waited: whoever has lost his credential since then changes nothing.
                guard try identity.isStillGood(transaction, at: now), var account = try transaction.account(id),
                    var profile = try transaction.profile(of: id)
                else { throw AuthenticationFailure.invalidCredentials }
                let rights = try transaction.grants(of: account).rights(at: client.address)
                try Self.judge(changes, by: rights)
                if let email { account.email = email }
                if let hash { account.passwordHash = hash }
                try changes.applyAdministration(to: &account, transaction)
                try changes.apply(to: &profile)
                try transaction.update(account)
                try transaction.update(profile, of: id)
                if rights.isAdministrator, try !transaction.hasAdministrator(besides: account) {
                    let remains = try transaction.grants(of: account).rights(at: client.address)
                    guard account.status == .active, remains.isAdministrator else {
                        throw AccountFailure.lastAdministrator
                    }
                }
                if changes[.token] != nil { try transaction.setStaticToken(token, of: id, at: now) }
                if account.status != .active {
                    try transaction.revokeSessions(of: id, except: nil, at: now)
                } else if hash != nil || email != nil {
                    try transaction.revokeSessions(of: id, except: identity.session, at: now)
                }
                try transaction.append(
                    Activity(.update, account: id, realm: account.realm, client: client, fields: changes.fields),
                    at: now)
                let session = try identity.session.flatMap(transaction.session)
                guard let changed = try transaction.account(id),
                    let snapshot = try identity.snapshot(of: changed, session: session, transaction, at: now)
                else { throw AccountFailure.missing }
                return snapshot
            }
            identities.forget(id)
            return Identity(snapshot, client: client)
        } catch { throw AccountFailure(error, email: try? changes.email()) }
    }

    /// Permissions first, then what nobody may change (spec section 2.1, "Write rules").
    private static func judge(_ changes: AccountChanges, by rights: Rights) throws(AccountFailure) {
        let permitted = rights.changeableOwnFields
        if permitted.isEmpty { throw .forbidden(field: nil) }
        if let refused = changes.fields.first(where: { !permitted.contains($0) }) {
            throw .forbidden(field: refused.rawValue)
        }
        // An administrator's unknown fields are ignored, as in the original.
        if !rights.isAdministrator, let unknown = changes.unknown.first { throw .forbidden(field: unknown) }
        for field in changes.fields {
            switch field {
            case .tfaSecret: throw .invalidField(field, reason: manually(field))
            case .provider, .externalIdentifier:
                if !rights.isAdministrator { throw .invalidField(field, reason: manually(field)) }
            case .id, .authData, .lastAccess, .policies:
                throw .invalidField(field, reason: "\"\(field.rawValue)\" can't be changed here")
            default: break
            }
        }
    }

    private static func manually(_ field: AccountField) -> String {
        "You can't change the \"\(field.rawValue)\" value manually"
    }

    private func digest(_ changes: AccountChanges) throws(AccountFailure) -> StaticToken.Digest? {
        switch changes[.token] {
        case nil, .null: return nil
        case .string(let text) where text.isEmpty: return nil
        case .string(let text) where text.count > StaticToken.maximumLength:
            throw .tooLong(.token, maximum: StaticToken.maximumLength)
        case .string(let text): return staticTokens.digest(text)
        default: throw .invalidField(.token, reason: "\"token\" must be a string")
        }
    }
}

extension AccountChanges {
    /// Applies the fields that only administrators, or those permitted, may change.
    fileprivate func applyAdministration(to account: inout Account, _ transaction: any VaultTransaction) throws {
        if let value = self[.status] {
            guard let status = value.string.flatMap(Account.Status.init(rawValue:)) else {
                throw AccountFailure.invalidField(.status, reason: "\"status\" must be one of the known statuses")
            }
            account.status = status
        }
        if let value = self[.role] {
            let role = value.string.map(Role.ID.init(rawValue:))
            guard value == .null || role != nil, try role.map({ try transaction.role($0) != nil }) ?? true else {
                throw AccountFailure.invalidField(.role, reason: "\"role\" must be the id of a role")
            }
            account.role = role
        }
        if let value = self[.provider] {
            guard let provider = value.string else {
                throw AccountFailure.invalidField(.provider, reason: "\"provider\" must be a string")
            }
            account.provider = Account.Provider(rawValue: provider)
        }
        if let value = self[.externalIdentifier] {
            guard value == .null || value.string != nil else {
                throw AccountFailure.invalidField(
                    .externalIdentifier, reason: "\"external_identifier\" must be a string")
            }
            account.externalIdentifier = value.string
        }
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Value, Failure: Error>(
        _ transform: (Wrapped) async throws(Failure) -> Value
    ) async throws(Failure) -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
