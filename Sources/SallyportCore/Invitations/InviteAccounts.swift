/// Makes accounts for people who are to choose their password themselves, and sends them the link to it (Directus spec
/// section 2.3).
public struct InviteAccounts: Sendable {
    let vault: any Vault
    let mail: MailSettings
    let staticTokens: StaticToken
    let identities: IdentityCache
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// Invites, all or nothing. An address that was invited before gets another mail, and the role that is said now; one
    /// that has an account of another status gets nothing, and nobody is told. Permissions are asked and the URL is checked
    /// for each of them (D7).
    ///
    /// - Parameters:
    ///   - role: the key of the role.
    ///   - url: where the links are to lead instead of to our own page.
    /// - Throws: ``ItemFailure``.
    public func callAsFunction(
        _ emails: [EmailAddress], role: String, url: String?, by caller: Caller
    ) async throws(ItemFailure) {
        guard emails.count <= WriteItems.maximumBatch else {
            throw .invalidPayload("A request may invite \(WriteItems.maximumBatch) addresses at most")
        }
        do {
            // A body may have dripped for longer than the caller's session lived: judged inside the transaction.
            let accounts = try await vault.write(.durable) { [self] transaction in
                var writer = try ItemWriter(
                    transaction, caller, try caller.permissionsNow(transaction), makeIdentifier: makeIdentifier,
                    staticTokens: staticTokens)
                try writer.permissions.judge(
                    try ItemDraft(["email": "", "role": .string(role), "status": "invited"], of: .users), .create,
                    in: nil)
                if let url, !mail.links.allows(url, for: .invitation) {
                    throw ItemFailure.invalidPayload("URL \"\(url)\" can't be used to invite users")
                }
                for email in emails { try invite(email, role, url, &writer) }
                return writer.effects.accounts
            }
            for account in accounts { identities.forget(account) }
            signal.raise()
        } catch { throw ItemFailure(error) }
    }

    private func invite(
        _ email: EmailAddress, _ role: String, _ url: String?, _ writer: inout ItemWriter
    ) throws {
        let transaction = writer.transaction
        let draft = try ItemDraft(
            ["email": .string(email.text), "role": .string(role), "status": "invited"], of: .users)
        let id: Account.ID
        if let known = try transaction.account(email, in: .team) {
            guard known.status == .invited else { return }
            id = known.id
            if known.role?.rawValue != ItemCollection.roles.keyValue(.string(role))?.text {
                try writer.update([.text(id.rawValue)], try ItemDraft(["role": .string(role)], of: .users))
            }
        } else {
            id = Account.ID(rawValue: try writer.create(draft).text ?? "")
        }
        guard let account = try transaction.account(id), let address = account.email else { return }
        let token = try transaction.issue(
            .invitation, for: account, lifetime: mail.invitationLifetime, id: makeIdentifier())
        try transaction.enqueue(
            QueuedLetter(
                id: QueuedLetter.ID(rawValue: makeIdentifier()), kind: .invitation, realm: .team, email: address,
                account: id, token: token, url: url, created: writer.now))
    }
}
