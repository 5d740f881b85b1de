/// Writes a letter out and hands it on: to a mail server, a program, or a folder.
public protocol MailSender: Sendable {
    /// Returns once somebody else has taken it over.
    ///
    /// - Throws: ``MailFailure``; then nobody has.
    func send(_ letter: Letter) async throws(MailFailure)
}

/// A letter was not taken.
public struct MailFailure: Error, Sendable, CustomStringConvertible {
    /// Whether the same letter may be taken later: the server is away, or busy.
    public var isTemporary: Bool
    /// For the log: what went wrong, and the cure where there is one; no address, no password, nothing of the text.
    public var description: String

    /// - Parameters:
    ///   - description: without addresses, passwords, or anything of the text.
    ///   - isTemporary: whether the same letter may be taken later.
    public init(_ description: String, isTemporary: Bool) {
        self.description = description
        self.isTemporary = isTemporary
    }
}
