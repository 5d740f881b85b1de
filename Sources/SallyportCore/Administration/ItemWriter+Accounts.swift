/// Accounts have rules of their own (Directus spec section 2.1; design section 5 for what becomes of their sessions).
extension ItemWriter {
    mutating func createAccount(_ draft: ItemDraft) throws -> ItemValue {
        let changes = AccountChanges(draft)
        let id = try Self.identifier(draft) ?? makeIdentifier()
        var account = Account(id: Account.ID(rawValue: id), realm: .team)
        account.email = try changes.email()
        account.passwordHash = draft.passwordHash
        try changes.applyAdministration(to: &account, transaction)
        var profile = Profile()
        try changes.apply(to: &profile)
        do {
            try transaction.insert(account, profile: profile, at: now)
            if let digest = try changes.staticToken(staticTokens) {
                try transaction.setStaticToken(digest, of: account.id, at: now)
            }
        } catch { throw Self.translated(error, changes, isOne: true) }
        return .text(id)
    }

    mutating func updateAccount(_ key: ItemValue, _ draft: ItemDraft) throws {
        let changes = AccountChanges(draft)
        try changes.judge(isAdministrator: permissions.rights.isAdministrator, key: key)
        let id = Account.ID(rawValue: key.text ?? "")
        guard var account = try transaction.account(id), var profile = try transaction.profile(of: id) else {
            throw ItemFailure.forbidden
        }
        let former = account
        if changes[.email] != nil { account.email = try changes.email() }
        if let hash = draft.passwordHash { account.passwordHash = hash }
        try changes.applyAdministration(to: &account, transaction)
        try changes.apply(to: &profile)
        do {
            try transaction.update(account)
            try transaction.update(profile, of: id)
            let token = try changes.staticToken(staticTokens)
            if changes.fields.contains(.token) { try transaction.setStaticToken(token, of: id, at: now) }
            if account.email != former.email || account.passwordHash != former.passwordHash
                || account.status != former.status
            {
                try transaction.spendTokens(of: id, at: now)
            }
            if try transaction.notify(
                account, changedFrom: former, staticTokenIsNew: token != nil, makeIdentifier: makeIdentifier)
            {
                noteMail()
            }
        } catch { throw Self.translated(error, changes, isOne: true) }
        if account.status != .active {
            try transaction.revokeSessions(of: id, except: nil, at: now)
        } else if draft.passwordHash != nil || changes[.email] != nil {
            // D17: the session that makes the change lives on.
            let own = caller.identity?.account.id == id ? caller.identity?.session : nil
            try transaction.revokeSessions(of: id, except: own, at: now)
        }
    }

    mutating func deleteAccount(_ key: ItemValue) throws {
        let id = Account.ID(rawValue: key.text ?? "")
        try transaction.revokeSessions(of: id, except: nil, at: now)
        try transaction.delete(id)
    }

    private static func identifier(_ draft: ItemDraft) throws -> String? {
        guard let given = draft["id"] else { return nil }
        guard let key = ItemCollection.users.keyValue(given)?.text else {
            throw ItemFailure.invalidPayload("\"id\" must be a UUID")
        }
        return key
    }

    private static func translated(_ error: any Error, _ changes: AccountChanges, isOne: Bool) -> any Error {
        guard error is UniquenessViolation else { return error }
        return AccountFailure(error, email: try? changes.email())
    }
}
