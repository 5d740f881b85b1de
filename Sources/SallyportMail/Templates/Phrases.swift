/// What we say in a letter of one kind, in one language: plain text in Mustache syntax, poured into ``LetterTemplate``.
struct Phrases: Sendable {
    /// What is read first.
    var subject: String
    /// When we know whom we speak to, and when not.
    var greeting: (named: String, unnamed: String)
    /// What happened, and what to do.
    var paragraphs: [String]
    /// What the button says, and what stands before the same link in full; `nil` where there is nowhere to go.
    var link: (button: String, hint: String)?
    /// How long the link is good.
    var validity: String?
    /// What to do if it was somebody else.
    var closing: String
}
