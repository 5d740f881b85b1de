import Foundation
import SallyportCore
import Testing

@testable import SallyportMail

@Suite("Templates of one's own")
struct TemplateFolderTests {
    private func templates(_ files: [String: String]) async throws -> Templates {
        try await withFolder { folder in
            for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
            return try Templates(folder: folder.path)
        }
    }

    @Test("a file replaces its part and no other")
    func parts() async throws {
        let letter = sampleLetter()
        let own = try await templates([
            "password-reset.html": "<p>{{firstName}} {{last_name}}: <a href=\"{{url}}\">go</a></p>",
            "user-invitation.txt": "Come to {{projectName}}: {{url}}",
            "user-registration.subject.txt": "Is it you, {{email}}?",
        ])
        #expect(own.warnings == [])
        let builtIn = try Templates()
        #expect(own.words(for: letter).html.hasPrefix("<p>Ada Lovelace: <a href=\"https://app.example.com/"))
        #expect(own.words(for: letter).text == builtIn.words(for: letter).text)
        #expect(own.words(for: letter).subject == builtIn.words(for: letter).subject)
        let invitation = own.words(for: sampleLetter(.invitation))
        #expect(invitation.text == "Come to Engines: https://app.example.com/reset?token=abc.def-ghi&more=1")
        #expect(own.words(for: sampleLetter(.registration)).subject == "Is it you, ada@example.com?")
        let notice = sampleLetter(.emailChanged)
        #expect(own.words(for: notice).html == builtIn.words(for: notice).html)
    }

    @Test(
        "the file for the language goes before the one for any",
        arguments: [("de-AT", "at"), ("de", "de"), ("en", "any")])
    func languages(language: String, text: String) async throws {
        let own = try await templates([
            "password-reset.html": "any {{url}}", "password-reset.de.html": "de {{url}}",
            "password-reset.de-AT.html": "at {{url}}",
        ])
        let words = own.words(for: sampleLetter(language: language))
        #expect(words.html.hasPrefix(text + " "))
        #expect(words.language == (language == "de-AT" ? "de-at" : language))
    }

    @Test("a language that we do not speak can be added")
    func otherLanguage() async throws {
        let own = try await templates(["password-reset.fr.html": "Allez: {{url}}"])
        let words = own.words(for: sampleLetter(language: "fr-CA"))
        #expect(words.html.hasPrefix("Allez"))
        #expect(words.language == "fr")
        #expect(own.words(for: sampleLetter(language: "es")).html.contains("Reset password"))
    }

    @Test("values are escaped in HTML, and not in text or subjects")
    func escaping() async throws {
        let own = try await templates([
            "password-reset.html": "{{projectName}} {{url}}", "password-reset.txt": "{{projectName}} {{url}}",
            "password-reset.subject.txt": "{{projectName}}",
        ])
        var letter = sampleLetter()
        letter.project.name = "<A&B>"
        let words = own.words(for: letter)
        #expect(words.html.hasPrefix("&lt;A&amp;B&gt; "))
        #expect(words.text.hasPrefix("<A&B> "))
        #expect(words.subject == "<A&B>")
    }

    @Test(
        "a template that does not parse names itself, and the line",
        arguments: ["password-reset.html", "password-reset.txt", "password-reset.de.subject.txt"])
    func mistakes(name: String) async throws {
        let failure = await #expect(throws: MailConfigurationFailure.self) {
            try await templates([name: "fine\n{{#url}} {{/email}}\n"])
        }
        #expect(failure?.description.contains("/\(name) ") == true)
        #expect(failure?.description.contains("line 2") == true)
        #expect(failure?.description.contains("sectionCloseNameIncorrect") == true)
    }

    @Test("a file that is no text is named")
    func encodings() async throws {
        let failure = await #expect(throws: MailConfigurationFailure.self) {
            try await withFolder { folder in
                try Data([0xFF, 0xFE]).write(to: folder.appending(path: "password-reset.html"))
                return try Templates(folder: folder.path)
            }
        }
        #expect(failure?.description.contains("password-reset.html cannot be read") == true)
    }

    @Test(
        "what will not be used as it was meant is reported, with the cure",
        arguments: [
            ("password-reset.liquid", "{{ url }}", "Rename it so that it ends in .html"),
            ("pasword-reset.html", "{{url}}", "password-reset, user-invitation"),
            ("password-reset.de.at.html", "{{url}}", "then a language or nothing"),
            ("password-reset.html", "<p>Hello</p>", "write {{url}}"),
        ])
    func warnings(name: String, text: String, cure: String) async throws {
        let own = try await templates([name: text])
        #expect(own.warnings.count == 1)
        #expect(own.warnings.first?.contains("/\(name) ") == true)
        #expect(own.warnings.first?.contains(cure) == true)
    }

    @Test("a folder need not be there, and what else is in it does not matter")
    func absence() async throws {
        #expect(try Templates(folder: "/nonexistent/templates").warnings == [])
        let own = try await templates(["README.md": "{{#", ".hidden.html": "{{#", "logo.png": "{{#"])
        #expect(own.warnings == [])
    }
}
