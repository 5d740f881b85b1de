/// Writes a letter out and hands it on: to a mail server, a program, or a folder.
public protocol MailSender: Sendable {
    /// Returns once somebody else has taken it over.
    ///
    /// - Throws: ``MailFailure``; then nobody has.
    func send(_ letter: Letter) async throws(MailFailure)
}

/// A letter was not taken.
public struct MailFailure: Error, Sendable, CustomStringConvertible {
    /// What is to become of the letter.
    public enum Kind: Sendable, Hashable {
        /// Whoever takes letters is away, or takes none of ours: no other letter would fare better now.
        case away
        /// This letter is not taken now, and may be later; another may be.
        case postponed
        /// This letter will never be taken.
        case refused
    }

    /// What is to become of the letter.
    public var kind: Kind
    /// For the log: what went wrong, and the cure where there is one; no address, no password, nothing of the text.
    public var description: String

    /// Whether the same letter may be taken later.
    public var isTemporary: Bool { kind != .refused }

    /// - Parameters:
    ///   - description: without addresses, passwords, or anything of the text.
    ///   - kind: what is to become of the letter.
    public init(_ description: String, _ kind: Kind) {
        self.kind = kind
        self.description = description
    }
}
