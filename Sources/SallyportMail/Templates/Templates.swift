import Mustache
public import SallyportCore

/// The words of every letter: our own in English and German, and whatever a folder has in their place.
///
/// A folder may have, for each ``SallyportCore/Letter/Kind``, in Mustache syntax: `password-reset.html` for the HTML part,
/// `password-reset.txt` for the text part, `password-reset.subject.txt` for the subject; and any of them for one language
/// only, as `password-reset.de.html` or `password-reset.de.subject.txt`. There are the values `url`, `email`, `firstName`,
/// `lastName`, `projectName`, `projectColor`, `projectUrl` and `lifetime`, each only where the letter has it.
public struct Templates: Sendable {
    /// What a folder has that will not be used, or not as it was meant, each with the cure; for the log.
    public let warnings: [String]

    private let builtIn: [LetterLanguage: [Letter.Kind: LetterTemplate]]
    private let overrides: TemplateOverrides

    /// Reads and parses the templates, once: a changed file counts after a restart.
    ///
    /// - Parameter folder: with templates of one's own; it need not be there.
    /// - Throws: ``MailConfigurationFailure`` that names a file which cannot be read, or does not parse, and why.
    public init(folder: String? = nil) throws(MailConfigurationFailure) {
        var builtIn: [LetterLanguage: [Letter.Kind: LetterTemplate]] = [:]
        for language in LetterLanguage.allCases {
            for kind in Letter.Kind.allCases {
                builtIn[language, default: [:]][kind] = try LetterTemplate(language.phrases(for: kind), in: language)
            }
        }
        self.builtIn = builtIn
        overrides = try TemplateOverrides(folder: folder)
        warnings = overrides.warnings
    }

    /// A letter's words, in the first language that it wishes for and that there is something in: `de-AT` is German, and
    /// whatever there is nothing for is English.
    public func words(for letter: Letter) -> LetterWords {
        let tags = letter.languages.map(LetterLanguage.tag)
        let tag = tags.first { LetterLanguage.isBuiltIn($0) || overrides.has(letter.kind, in: $0) } ?? "en"
        let language = LetterLanguage(nearestTo: tag)
        guard let template = builtIn[language]?[letter.kind] else {
            preconditionFailure("the initialiser makes one for each kind in each language")
        }
        let values = LetterValues(letter, in: language)
        let own = { (part: TemplateOverrides.Part) in overrides.template(part, of: letter.kind, in: tag) }
        let (subject, text, html) = (own(.subject), own(.text), own(.html))
        return LetterWords(
            subject: (subject?.template ?? template.subject).render(values.plain),
            text: (text?.template ?? template.text).render(values.plain),
            html: (html?.template ?? template.html).render(values.markup),
            language: html?.language ?? language.rawValue)
    }
}

/// The words of one letter.
public struct LetterWords: Sendable {
    /// What is read first; it may have line breaks, which mean nothing.
    public var subject: String
    /// For programs that show no HTML, and for readers who want none.
    public var text: String
    /// The same, as it should look.
    public var html: String
    /// Which language that is, as a tag of RFC 5646.
    public var language: String
}
