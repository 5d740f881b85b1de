/// Ends the sessions of one account, or of all: what an operator does who cannot trust them, after a restored backup for
/// example (rule 5.5 lets whoever was signed in then go on).
public struct EndSessions: Sendable {
    let vault: any Vault
    let identities: IdentityCache

    /// Whose sessions to end, in all realms.
    public enum Subject: Sendable, Hashable {
        case everybody
        /// Whoever has that address.
        case account(EmailAddress)
    }

    /// How many one transaction ends: few enough that no refresh waits for it.
    static let batch = 500

    /// Ends all sessions that had begun when it was called. It may be called again after a failure; what was ended stays so.
    ///
    /// Each account concerned gets an activity row; a second one if its sessions fall into two transactions.
    ///
    /// - Returns: how many were ended.
    /// - Throws: ``AccountFailure/missing`` if nobody has that address.
    public func callAsFunction(_ subject: Subject) async throws(AccountFailure) -> Int {
        do {
            let (began, accounts) = try await vault.read { reading in
                (try reading.now, try reading.accounts(of: subject))
            }
            var count = 0
            for account in accounts {
                var isDone = false
                while !isDone {
                    let ended = try await end(account, begunUntil: began)
                    count += ended
                    isDone = ended < Self.batch
                }
            }
            return count
        } catch { throw AccountFailure(error) }
    }

    private func end(_ account: Account.ID?, begunUntil began: Timestamp) async throws -> Int {
        let ended = try await vault.write(.durable) { transaction in
            let now = try transaction.now
            let ended = try transaction.revokeSessions(of: account, begunUntil: began, limit: Self.batch, at: now)
            for id in Set(ended) {
                guard let account = try transaction.account(id) else { continue }
                try transaction.append(
                    Activity(.sessionsEnded, account: id, realm: account.realm, client: Client()), at: now)
            }
            return ended
        }
        for account in Set(ended) { identities.forget(account) }
        return ended.count
    }
}

extension VaultReading {
    /// `nil` stands for everybody.
    fileprivate func accounts(of subject: EndSessions.Subject) throws -> [Account.ID?] {
        guard case .account(let email) = subject else { return [nil] }
        let accounts = try Realm.allCases.compactMap { try account(email, in: $0)?.id }
        guard !accounts.isEmpty else { throw AccountFailure.missing }
        return accounts
    }
}
