/// A letter, written out: what any transport needs.
public struct ComposedLetter: Sendable {
    /// Who sends it: the address of the envelope (RFC 5321 section 3.3).
    public let sender: String
    /// Who gets it.
    public let recipient: String
    /// The message (RFC 5322): lines of at most 998 bytes, each with CRLF at its end.
    public let bytes: [UInt8]
    /// What a file with it may be called: when, which template, which letter. It says nothing of the recipient.
    public let name: String
    /// The letter's id, as it stands in ``name`` and in the `Message-ID`.
    let identifier: String
}
