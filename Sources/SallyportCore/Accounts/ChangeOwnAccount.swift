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
        let permitted = identity.rights.changeableOwnFields
        if permitted.isEmpty { throw .forbidden(field: nil) }
        if let refused = changes.fields.first(where: { !permitted.contains($0) }) {
            throw .forbidden(field: refused.rawValue)
        }
        // An administrator's unknown fields are ignored, as in the original.
        if !identity.rights.isAdministrator, let unknown = changes.unknown.first { throw .forbidden(field: unknown) }
        try refuseUnchangeable(changes, isAdministrator: identity.rights.isAdministrator)

        do {
            let policy = try await vault.read { try PasswordPolicy(pattern: $0.settings().passwordPolicy) }
            let email = try changes.email()
            let hash = try await changes.password(policy).asyncMap(passwords.hash)
            let token = try digest(changes)
            let isCredentialChange = hash != nil || email != nil && email?.text != identity.account.email?.text
            let durability: Durability = isCredentialChange || changes[.status] != nil ? .durable : .relaxed
            let id = identity.account.id
            let snapshot = try await vault.write(durability) { transaction in
                let now = try transaction.now
                guard var account = try transaction.account(id), var profile = try transaction.profile(of: id) else {
                    throw AccountFailure.missing
                }
                if let email { account.email = email }
                if let hash { account.passwordHash = hash }
                try changes.applyAdministration(to: &account, transaction)
                try changes.apply(to: &profile)
                try transaction.update(account)
                try transaction.update(profile, of: id)
                if changes[.token] != nil { try transaction.setStaticToken(token, of: id, at: now) }
                if account.status != .active {
                    try transaction.revokeSessions(of: id, except: nil, at: now)
                } else if isCredentialChange {
                    try transaction.revokeSessions(of: id, except: identity.session, at: now)
                }
                try transaction.append(
                    Activity(.update, account: id, realm: account.realm, client: client, fields: changes.fields),
                    at: now)
                let session = try identity.session.flatMap(transaction.session)
                guard let changed = try transaction.account(id),
                    let snapshot = try Identity.Snapshot(changed, session: session, transaction, at: now)
                else { throw AccountFailure.missing }
                return snapshot
            }
            identities.forget(id)
            return Identity(snapshot, client: client)
        } catch { throw AccountFailure(error, email: try? changes.email()) }
    }

    /// Spec section 2.1, "Write rules".
    private func refuseUnchangeable(
        _ changes: AccountChanges, isAdministrator: Bool
    ) throws(AccountFailure) {
        for field in changes.fields {
            switch field {
            case .tfaSecret: throw .invalidField(field, reason: Self.manually(field))
            case .provider, .externalIdentifier:
                if !isAdministrator { throw .invalidField(field, reason: Self.manually(field)) }
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
