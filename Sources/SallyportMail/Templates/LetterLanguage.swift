import SallyportCore

/// A language that we have words in.
enum LetterLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// By the language alone, whatever the country: `de-AT` is German. English, if we have no words in it.
    init(nearestTo tag: String) {
        self = LetterLanguage(rawValue: Self.base(of: tag)) ?? .english
    }

    /// Whether we have words in a tag's language.
    static func isBuiltIn(_ tag: String) -> Bool {
        LetterLanguage(rawValue: base(of: tag)) != nil
    }

    /// A language as it is asked for, in one spelling: `de_AT` and `de-at` are the same.
    ///
    /// - Returns: `en` for what is no language tag at all (RFC 5646 section 2.1).
    static func tag(_ text: String) -> String {
        let tag = text.lowercased().replacing("_", with: "-")
        let isTag = (1...35).contains(tag.utf8.count) && tag.utf8.allSatisfy { isTagCharacter($0) } && tag.first != "-"
        return isTag ? tag : english.rawValue
    }

    /// The language of a tag without the country.
    static func base(of tag: String) -> String {
        String(tag.prefix { $0 != "-" })
    }

    /// What we say in it.
    func phrases(for kind: Letter.Kind) -> Phrases {
        switch self {
        case .english: .english(kind)
        case .german: .german(kind)
        }
    }

    /// A duration in words, rounded down: nobody is told that a link is good for longer than it is.
    func words(for duration: Duration) -> String {
        let minutes = duration.wholeSeconds / 60
        switch minutes {
        case ..<1: return self == .english ? "less than a minute" : "weniger als eine Minute"
        // «24 hours» is what Directus says.
        case (48 * 60)...: return count(minutes / (24 * 60), "days", "days", "Tage", "Tage")
        case 60, 120...: return count(minutes / 60, "hour", "hours", "Stunde", "Stunden")
        default: return count(minutes, "minute", "minutes", "Minute", "Minuten")
        }
    }

    private func count(
        _ number: Int64, _ english: String, _ englishMany: String, _ german: String, _ germanMany: String
    ) -> String {
        switch self {
        case .english: "\(number) \(number == 1 ? english : englishMany)"
        case .german: "\(number) \(number == 1 ? german : germanMany)"
        }
    }

    private static func isTagCharacter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
