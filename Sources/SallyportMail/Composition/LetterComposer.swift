public import SallyportCore

/// Writes a letter out as a message of RFC 5322: a text part and an HTML part, for the reader's program to choose from.
public struct LetterComposer: Sendable {
    private let from: EmailAddress
    private let domain: String
    private let templates: Templates

    /// - Parameters:
    ///   - from: the sender's address.
    ///   - domain: the right side of each `Message-ID`.
    ///   - templates: the words.
    /// - Throws: when one of the first two could not stand in a header.
    public init(from: EmailAddress, domain: String, templates: Templates) throws(MailConfigurationFailure) {
        guard HeaderText.isAddress(from.text) else {
            throw MailConfigurationFailure("The sender's address has no address' form: set EMAIL_FROM.")
        }
        self.from = from
        self.domain = HeaderText.identifier(domain.isEmpty ? "localhost" : domain, keeping: "-.")
        self.templates = templates
    }

    /// Writes it out. The same letter gives the same bytes, and the same `Message-ID` whatever else has changed, so that
    /// receivers know a second copy.
    ///
    /// - Throws: ``MailFailure``, lasting, when the recipient's address could not stand in a header.
    public func compose(_ letter: Letter) throws(MailFailure) -> ComposedLetter {
        guard HeaderText.isAddress(letter.recipient.text) else {
            throw MailFailure("The recipient's address has no address' form.", .refused)
        }
        let words = templates.words(for: letter)
        let identifier = HeaderText.identifier(letter.id, keeping: "-")
        // A `=` of the text is `=3D` in quoted-printable, so that no line of a part can be this (RFC 2045 section 6.7).
        let boundary = "=_" + identifier.prefix(60)
        let headers = [
            "From: " + HeaderText.mailbox(name: letter.project.name, address: from.text),
            "To: " + HeaderText.mailbox(name: "", address: letter.recipient.text),
            "Subject: " + HeaderText.unstructured(words.subject, after: "Subject: "),
            "Date: " + MailDate.text(letter.date),
            "Message-ID: <\(identifier)@\(domain)>",
            "MIME-Version: 1.0",
            // RFC 3834 section 5: no holiday notice is to answer this.
            "Auto-Submitted: auto-generated",
            "Content-Language: \(words.language)",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
        ]
        // RFC 2046 section 5.1.4: the plainest first, the best last.
        let lines =
            headers + [""] + part("plain", words.text, boundary: boundary)
            + part("html", words.html, boundary: boundary) + ["--\(boundary)--", ""]
        return ComposedLetter(
            sender: from.text, recipient: letter.recipient.text, bytes: Array(lines.joined(separator: "\r\n").utf8),
            name: "\(MailDate.name(letter.date))-\(letter.kind.rawValue)-\(identifier)", identifier: identifier)
    }

    private func part(_ subtype: String, _ text: String, boundary: String) -> [String] {
        let (encoding, body) =
            SevenBit.encode(text, boundary: boundary).map { ("7bit", $0) }
            ?? ("quoted-printable", QuotedPrintable.encode(text))
        return [
            "--\(boundary)", "Content-Type: text/\(subtype); charset=utf-8",
            "Content-Transfer-Encoding: \(encoding)", "", body,
        ]
    }
}
