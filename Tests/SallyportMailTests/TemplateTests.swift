import Foundation
import SallyportCore
import Testing

@testable import SallyportMail

@Suite("The words of a letter")
struct TemplateTests {
    @Test("no letter shows what should have been replaced", arguments: Letter.Kind.allCases, ["en", "de"])
    func complete(kind: Letter.Kind, language: String) throws {
        let letter = sampleLetter(kind, language: language)
        let words = try Templates().words(for: letter)
        for text in [words.subject, words.text, words.html] {
            #expect(!text.contains("{{") && !text.contains("}}"))
            #expect(!text.isEmpty)
        }
        for text in [words.text, words.html] {
            #expect(text.contains("ada@example.com"))
            #expect(text.contains("Engines"))
            #expect(text.contains("Ada"))
        }
        #expect(words.html.contains("<html lang=\"\(language)\">"))
        #expect(!words.html.contains("<img") && !words.html.contains("<script"))
        if let link = letter.link?.reveal() {
            #expect(words.text.split(separator: "\n").contains(Substring(link)))
            let escaped = link.replacing("&", with: "&amp;")
            #expect(words.html.components(separatedBy: "href=\"\(escaped)\"").count == 3)
            #expect(words.html.contains(">\(escaped)</a>"))
            let lifetime = language == "de" ? "24 Stunden" : "24 hours"
            #expect(words.text.contains(lifetime) && words.html.contains(lifetime))
        } else {
            #expect(!words.text.contains("token=") && !words.html.contains("background-color: #336699"))
        }
    }

    @Test(
        "the subjects are Directus'",
        arguments: [
            (Letter.Kind.passwordReset, "Password Reset Request"), (.invitation, "You've been invited"),
            (.registration, "Verify your email address"),
        ])
    func subjects(kind: Letter.Kind, subject: String) throws {
        #expect(try Templates().words(for: sampleLetter(kind)).subject == subject)
    }

    @Test(
        "the nearest language is spoken, or English",
        arguments: [
            ("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("en-US", "en"), ("fr-FR", "en"), ("", "en"),
            ("den", "en"), ("de/../en", "en"),
        ])
    func languages(asked: String, spoken: String) throws {
        let words = try Templates().words(for: sampleLetter(language: asked))
        #expect(words.language == spoken)
        #expect(words.subject == (spoken == "de" ? "Passwort zurücksetzen" : "Password Reset Request"))
    }

    @Test("of the languages that are wished for, the first that there are words in is spoken")
    func wishes() throws {
        var letter = sampleLetter()
        for (wishes, spoken) in [(["fr-FR", "de-DE"], "de"), (["de-AT", "en-US"], "de"), (["fr"], "en"), ([], "en")] {
            letter.languages = wishes
            #expect(try Templates().words(for: letter).language == spoken, "\(wishes)")
        }
    }

    @Test("HTML in a value is text, and stays what it was in the text part")
    func escaping() throws {
        var letter = sampleLetter()
        letter.project.name = "<b>A & \"B\"</b>'s"
        letter.recipient = EmailAddress("<i>@example.com")
        // Swift takes the quotation mark and the accent for one character; a browser does not.
        letter.link = Secret("https://example.com/\"\u{301} onmouseover=alert(1)")
        letter.project.url = "https://example.com/\"><script>"
        let words = try Templates().words(for: letter)
        #expect(words.html.contains("&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;&#39;s"))
        #expect(!words.html.contains("<b>") && !words.html.contains("<i>") && !words.html.contains("<script>"))
        #expect(words.html.unicodeScalars.contains("\u{301}") == false)
        #expect(words.html.contains("href=\"https://example.com/&quot; onmouseover=alert(1)\""))
        #expect(words.text.contains("<b>A & \"B\"</b>'s"))
    }

    @Test("a value that looks like a template is none")
    func templatesInValues() throws {
        var letter = sampleLetter()
        letter.project.name = "{{url}} {{> base}}"
        let words = try Templates().words(for: letter)
        #expect(words.text.hasPrefix("{{url}} {{> base}}\n"))
        #expect(words.html.contains(">{{url}} {{&gt; base}}</h1>"))
    }

    @Test(
        "a name that is a message is not repeated to whoever did not choose it",
        arguments: [
            "Win at evil.example", "https://evil.example", "click <here>", "evil.example", "call 0800 1234",
            "this is no name but a whole sentence", String(repeating: "a", count: 41),
        ])
    func greetings(name: String) throws {
        var letter = sampleLetter(.registration)
        letter.firstName = name
        let words = try Templates().words(for: letter)
        #expect(words.text.contains("Hello,\n"))
        #expect(!words.text.contains(name) && !words.html.contains(name))
    }

    @Test("a name is a greeting", arguments: ["Ada", "Jean-Luc", "O’Neill", "José María", "Иван", "美咲"])
    func greetingsByName(name: String) throws {
        var letter = sampleLetter()
        letter.firstName = name
        #expect(try Templates().words(for: letter).text.contains("Hello \(name),"))
        letter.firstName = nil
        #expect(try Templates().words(for: letter).text.contains("Hello,"))
    }

    @Test(
        "only an address of the web is made a link to the project",
        arguments: ["javascript:alert(1)", "", "ftp://example.com"])
    func projectLink(url: String) throws {
        var letter = sampleLetter(.passwordChanged)
        letter.project.url = url
        #expect(try Templates().words(for: letter).html.contains("<a ") == false)
        letter.project.url = "https://example.com"
        #expect(try Templates().words(for: letter).html.contains("<a href=\"https://example.com\""))
    }

    @Test(
        "a lifetime is told in whole units, and never too long",
        arguments: [
            (30, "less than a minute", "weniger als eine Minute"), (60, "1 minute", "1 Minute"),
            (900, "15 minutes", "15 Minuten"), (3600, "1 hour", "1 Stunde"), (5400, "90 minutes", "90 Minuten"),
            (7200, "2 hours", "2 Stunden"), (86_400, "24 hours", "24 Stunden"), (90_000, "25 hours", "25 Stunden"),
            (172_799, "47 hours", "47 Stunden"), (604_800, "7 days", "7 Tage"), (700_000, "8 days", "8 Tage"),
        ])
    func lifetimes(seconds: Int, english: String, german: String) {
        #expect(LetterLanguage.english.words(for: .seconds(seconds)) == english)
        #expect(LetterLanguage.german.words(for: .seconds(seconds)) == german)
    }

    @Test(
        "the project's colour is a colour or our own, and can be read upon",
        arguments: [
            ("#336699", "#336699", "#FFFFFF"), ("#fff", "#FFFFFF", "#000000"), ("#FFEE0080", "#FFEE00", "#000000"),
            ("#000", "#000000", "#FFFFFF"), ("red", "#6644FF", "#FFFFFF"), ("#12345", "#6644FF", "#FFFFFF"),
            ("#336699; background: url(//evil.example)", "#6644FF", "#FFFFFF"), ("\"><script>", "#6644FF", "#FFFFFF"),
            ("", "#6644FF", "#FFFFFF"), ("#３３６６９９", "#6644FF", "#FFFFFF"),
        ])
    func colors(text: String, color: String, contrast: String) throws {
        #expect(ProjectColor(text).text == color)
        #expect(ProjectColor(text).contrast == contrast)
        var letter = sampleLetter()
        letter.project.color = text
        let html = try Templates().words(for: letter).html
        #expect(html.contains("background-color: \(color); color: \(contrast);"))
        #expect(!html.contains("evil.example") && !html.contains("<script>"))
    }
}
