/// Asks for a mail with a link to set a new password (Directus spec section 1.6).
///
/// A request for an address that nobody has does the same as any other: it queues one row, and is over. Who the address
/// belongs to is asked when the mail is written (``DeliverMail``), so neither answer nor time tells (security.md 3f.12).
public struct RequestPasswordReset: Sendable {
    let vault: any Vault
    let mail: MailSettings
    let signal: MailSignal
    let makeIdentifier: MakeIdentifier

    /// Asks for the mail.
    ///
    /// - Parameters:
    ///   - email: whatever somebody typed.
    ///   - url: where the link is to lead instead of to our own page; `nil` for that.
    /// - Throws: ``MailRequestFailure``.
    public func callAsFunction(_ email: EmailAddress, url: String?, in realm: Realm) async throws(MailRequestFailure) {
        if let url, !mail.links.allows(url, for: .passwordReset) { throw .urlNotListed(url) }
        // Nobody has such an address.
        guard email.text.utf8.count <= 254, !email.text.utf8.contains(0) else { return }
        let id = QueuedLetter.ID(rawValue: makeIdentifier())
        do {
            try await vault.write(.durable) { transaction in
                try transaction.enqueue(
                    QueuedLetter(
                        id: id, kind: realm == .team ? .passwordReset : .customerPasswordReset, realm: realm,
                        email: email, url: url, created: try transaction.now))
            }
        } catch { throw MailRequestFailure(error) }
        signal.raise()
    }
}
