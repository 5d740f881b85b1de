import SallyportCore

/// What a template can name: `url`, `email`, `firstName`, `lastName`, `projectName`, `projectColor`, `projectUrl` and
/// `lifetime`. What a letter does not have is not there, so that `{{#url}}…{{/url}}` leaves it out.
///
/// `first_name` and `last_name` are what Directus calls the names (Directus spec section 7.1).
struct LetterValues {
    /// For text, where nothing is escaped.
    let plain: [String: String]
    /// For HTML, where Mustache escapes each value; with what the layout alone needs.
    let markup: [String: String]

    /// - Parameter language: of the `lifetime`.
    init(_ letter: Letter, in language: LetterLanguage) {
        let color = ProjectColor(letter.project.color)
        let firstName = letter.firstName.map(HeaderText.clean)
        let lastName = letter.lastName.map(HeaderText.clean)
        let values: [String: String?] = [
            "url": letter.link?.reveal(),
            "email": letter.recipient.text,
            "firstName": firstName,
            "lastName": lastName,
            "first_name": firstName,
            "last_name": lastName,
            "projectName": HeaderText.clean(letter.project.name),
            "projectColor": color.text,
            "projectUrl": letter.project.url,
            "lifetime": letter.lifetime.map { language.words(for: $0) },
            "greetingName": Self.greetingName(firstName),
        ]
        plain = values.compactMapValues { $0 }.filter { !$0.value.isEmpty }
        let own = ["buttonTextColor": color.contrast, "projectLink": Self.webAddress(letter.project.url)]
        markup = plain.mapValues(Self.escapable).merging(own.compactMapValues { $0 }.mapValues(Self.escapable)) { $1 }
    }

    /// Mustache escapes a character, and `"` with an accent upon it is another character to Swift, but not to a browser.
    private static func escapable(_ text: String) -> String {
        String(
            text.map { character in
                let first = character.unicodeScalars[character.unicodeScalars.startIndex]
                return "<>&\"'".unicodeScalars.contains(first) ? Character(first) : character
            })
    }

    /// Whoever registers chooses a name, and whose address it is reads it: a name that is a message, or that a mail
    /// program would make a link of, is not repeated.
    private static func greetingName(_ name: String?) -> String? {
        guard let name, !name.isEmpty, name.count <= 40 else { return nil }
        let isName = name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                || " -'’".unicodeScalars.contains(scalar)
        }
        return isName && name.split(separator: " ").count <= 4 ? name : nil
    }

    /// Only what is an address of the web is made a link.
    private static func webAddress(_ text: String) -> String? {
        let start = text.lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://") ? text : nil
    }
}
