import Foundation
import SallyportCore
import TestSupport
import Testing

@testable import SallyportMail

@Suite("Writing a letter out")
struct CompositionTests {
    private func compose(_ letter: Letter, templates: Templates? = nil) throws -> ComposedLetter {
        try LetterComposer(
            from: EmailAddress("no-reply@example.com"), domain: "auth.example.com",
            templates: templates ?? Templates()
        ).compose(letter)
    }

    private func lines(_ letter: ComposedLetter) -> [String] {
        String(decoding: letter.bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test("every letter in every language is read as it was meant", arguments: Letter.Kind.allCases, ["en", "de"])
    func everyKind(kind: Letter.Kind, language: String) async throws {
        let letter = sampleLetter(kind, language: language)
        let words = try Templates().words(for: letter)
        let read = try await ReadLetter(try compose(letter).bytes)
        #expect(read.defects == [])
        #expect(read.type == "multipart/alternative")
        #expect(read.partTypes == ["text/plain", "text/html"])
        #expect(read.subject == words.subject)
        #expect(read.text == words.text)
        #expect(read.html == words.html)
        #expect(read.language == language)
    }

    @Test("the headers say who, when, which, and that a machine wrote it")
    func headers() async throws {
        let composed = try compose(sampleLetter())
        let read = try await ReadLetter(composed.bytes)
        #expect(
            read.headers == [
                "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Language",
                "Content-Type",
            ])
        #expect(read.from.name == "Engines")
        #expect(read.from.address == "no-reply@example.com")
        #expect(read.to.address == "ada@example.com")
        #expect(read.date == 1_780_660_800)
        #expect(read.id == "<0190a1b2-0000-7000-8000-00000000c0de@auth.example.com>")
        #expect(read.automatic == "auto-generated")
        #expect(lines(composed).contains("Date: Fri, 05 Jun 2026 12:00:00 +0000"))
        #expect(composed.sender == "no-reply@example.com")
        #expect(composed.recipient == "ada@example.com")
    }

    @Test(
        "a project's name comes through, whatever it is written in",
        arguments: [
            "Größenwahn & Söhne", "日本語の名前", "Ω", "=?UTF-8?Q?not_this?=", "say \"hello\" \\ goodbye",
            "Smith, John; <admin@example.com>", "🏳️‍🌈 the very long name of a project that needs more than one line",
            String(repeating: "Straße ", count: 30) + "end",
            "An ASCII name that is a good deal longer than one line of a message may ever be, by all the rules",
        ])
    func names(name: String) async throws {
        var letter = sampleLetter()
        letter.project.name = name
        let templates = try await withFolder { folder in
            try Data("{{projectName}}".utf8).write(to: folder.appending(path: "password-reset.subject.txt"))
            return try Templates(folder: folder.path)
        }
        let composed = try compose(letter, templates: templates)
        let read = try await ReadLetter(composed.bytes)
        #expect(read.defects == [])
        #expect(read.from.name == name)
        #expect(read.from.address == "no-reply@example.com")
        #expect(read.from.count == 1)
        #expect(read.subject == name)
    }

    @Test(
        "nobody can add a line to the headers",
        arguments: [
            "x\r\nBcc: eve@example.org", "x\nBcc: eve@example.org", "x\rBcc: eve@example.org",
            "x\u{0}\r\n\r\n<p>Hello</p>", "x\u{2028}Bcc: eve@example.org", "x\u{85}Bcc: eve@example.org", "\r\n.\r\n",
        ])
    func injection(text: String) async throws {
        var letter = sampleLetter()
        letter.project.name = text
        letter.firstName = text
        letter.id = text
        letter.languages = [text]
        let templates = try await withFolder { folder in
            try Data("{{projectName}}\n{{firstName}}\n".utf8)
                .write(to: folder.appending(path: "password-reset.subject.txt"))
            return try Templates(folder: folder.path)
        }
        let composed = try compose(letter, templates: templates)
        let read = try await ReadLetter(composed.bytes)
        #expect(
            read.headers == [
                "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Language",
                "Content-Type",
            ])
        #expect(read.defects == [])
        #expect(!composed.name.contains("/") && !composed.name.contains("\n"))
        let bytes = composed.bytes
        #expect(!bytes.contains(0))
    }

    @Test(
        "an address that could be more than one is refused for good, and not repeated",
        arguments: [
            "eve@example.org\r\nBcc: a@example.org", "eve@example.org>, <a@example.org", "eve@example.org,eve",
            "eve @example.org", "eve", "@example.org", "eve@", "eve@a@example.org", "\"eve\"@example.org",
            "eve@exam\u{200B}ple.org", "eve@example.org\u{0}", "",
        ])
    func addresses(text: String) throws {
        var letter = sampleLetter()
        letter.recipient = EmailAddress(text)
        let failure = #expect(throws: MailFailure.self) { try compose(letter) }
        #expect(failure?.isTemporary == false)
        #expect(failure?.description.contains("eve") == false)
        #expect(throws: MailConfigurationFailure.self) {
            try LetterComposer(from: EmailAddress(text), domain: "example.com", templates: Templates())
        }
    }

    @Test("every line is short and ends with CRLF")
    func lineLengths() throws {
        var letter = sampleLetter(language: "de")
        letter.link = Secret("https://app.example.com/?token=" + String(repeating: "aä=", count: 500))
        letter.project.name = String(repeating: "Straße ", count: 30)
        let composed = try compose(letter)
        let lines = lines(composed)
        #expect(lines.allSatisfy { !$0.contains("\r") && !$0.contains("\n") })
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(composed.bytes.allSatisfy { $0 < 0x80 })
        #expect(lines.last == "")
    }

    @Test("the same letter is the same message, and another is another")
    func sameness() throws {
        let letter = sampleLetter()
        #expect(try compose(letter).bytes == compose(letter).bytes)
        var other = letter
        other.id += "-2"
        #expect(try compose(letter).bytes != compose(other).bytes)
        // What is not a letter or a digit is spelled out, so that two ids do not become one.
        var strange = letter
        strange.id = "a/b"
        #expect(try compose(strange).name.hasSuffix("-a=2Fb"))
        strange.id = "a=2Fb"
        #expect(try compose(strange).name.hasSuffix("-a=3D2Fb"))
    }

    @Test("a text that looks like the end of its part is not")
    func boundary() async throws {
        let letter = sampleLetter()
        let lines = ["--=_\(letter.id)--", "--=_\(letter.id)", "--\(letter.id)--", "--\(letter.id)"]
        let text = "before\n\(lines.joined(separator: "\n"))\nafter {{url}}\n"
        let templates = try await withFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "password-reset.txt"))
            return try Templates(folder: folder.path)
        }
        let read = try await ReadLetter(try compose(letter, templates: templates).bytes)
        #expect(read.partTypes == ["text/plain", "text/html"])
        #expect(read.text == text.replacing("{{url}}", with: "https://app.example.com/reset?token=abc.def-ghi&more=1"))
    }

    @Test("an address beyond ASCII stands in the header as it is (RFC 6532)")
    func internationalAddress() async throws {
        var letter = sampleLetter()
        letter.recipient = EmailAddress("jörg@bücher.example")
        let composed = try compose(letter)
        #expect(lines(composed).contains("To: jörg@bücher.example"))
        #expect(composed.recipient == "jörg@bücher.example")
    }
}
