public import SallyportCore

/// How letters leave the server, and in whose name. Plain values: ``Mailer`` finds out whether they are any good.
public struct MailConfiguration: Sendable {
    /// Who takes the letters over.
    public enum Transport: Sendable {
        /// Files in a folder, for somebody to look at: nothing is sent.
        case outbox(folder: String)
        /// A mail server (`EMAIL_TRANSPORT=smtp`, Directus spec section 7.3).
        case smtp(SMTPServer)
        /// A program that speaks as sendmail does (`EMAIL_TRANSPORT=sendmail`), by its full path (`EMAIL_SENDMAIL_PATH`).
        ///
        /// - `usesCRLF`: whether it is given CRLF at the ends of lines (`EMAIL_SENDMAIL_NEW_LINE=windows`) or LF.
        case sendmail(path: String, usesCRLF: Bool)
    }

    /// Who takes the letters over.
    public var transport: Transport
    /// The sender's address (`EMAIL_FROM`). The name before it is the project's.
    public var from: EmailAddress
    /// The host of `PUBLIC_URL`: the right side of a `Message-ID` (RFC 5322 section 3.6.4), and what the server calls
    /// itself to a mail server when it has no other name.
    public var publicHost: String
    /// Where templates of one's own are (`EMAIL_TEMPLATES_PATH`); nothing need be there. ``Templates`` says what counts.
    public var templatesFolder: String?

    /// Letters sent so.
    public init(transport: Transport, from: EmailAddress, publicHost: String, templatesFolder: String? = nil) {
        self.transport = transport
        self.from = from
        self.publicHost = publicHost
        self.templatesFolder = templatesFolder
    }
}

/// The mail cannot be set up like this.
public struct MailConfigurationFailure: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and the cure. It holds no password.
    public var description: String

    /// - Parameter description: what is wrong, and the cure.
    public init(_ description: String) {
        self.description = description
    }
}
