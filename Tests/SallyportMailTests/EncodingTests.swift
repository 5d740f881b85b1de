import SallyportCore
import Testing

@testable import SallyportMail

@Suite("Encoding text for mail")
struct EncodingTests {
    @Test(
        "quoted-printable is as RFC 2045 section 6.7 has it",
        arguments: [
            ("", ""), ("plain", "plain"), ("a=b", "a=3Db"), ("ä", "=C3=A4"), ("end ", "end=20"), ("end\t", "end=09"),
            ("a b\tc", "a b\tc"), (" ", "=20"), ("one \ntwo", "one=20\r\ntwo"), ("a\r\nb\nc\rd", "a\r\nb\r\nc\r\nd"),
            ("\n", "\r\n"), (".", "."), ("\u{0}\u{7F}", "=00=7F"), ("🏳", "=F0=9F=8F=B3"),
        ])
    func quotedPrintable(text: String, encoded: String) {
        #expect(QuotedPrintable.encode(text) == encoded)
    }

    @Test("a line is broken where there is no more room, and only there", arguments: 70...80)
    func softBreaks(length: Int) {
        let encoded = QuotedPrintable.encode(String(repeating: "a", count: length))
        let lines = encoded.split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.count == (length <= 76 ? 1 : 2))
        #expect(encoded.replacing("=\r\n", with: "") == String(repeating: "a", count: length))
    }

    @Test("an encoded byte is not broken in two, nor a space left at the end", arguments: 70...80)
    func softBreaksWithinBytes(length: Int) {
        let text = String(repeating: "a", count: length) + "ä" + String(repeating: " ", count: 90)
        for line in QuotedPrintable.encode(text).split(separator: "\r\n") {
            #expect(line.utf8.count <= 76)
            #expect(!line.hasSuffix(" "))
            #expect(line.matches(of: /=[0-9A-F]{2}|=$/).count == line.filter { $0 == "=" }.count)
        }
    }

    @Test("an encoded word is at most 75 characters, its line 76, and no character is in two", arguments: 0...12)
    func encodedWords(offset: Int) {
        let text = String(repeating: "a", count: offset) + String(repeating: "€", count: 60)
        let lines = ("Subject: " + EncodedWords.encode(text, reserving: 9)).split(separator: "\r\n ")
        #expect(lines.count > 3)
        for line in lines {
            #expect(line.utf8.count <= 75)
            let content = line.split(separator: "=?UTF-8?Q?").last?.dropLast(2) ?? ""
            #expect(content.replacing("=E2=82=AC", with: "").allSatisfy { $0 == "a" })
        }
    }

    @Test(
        "a moment is written as RFC 5322 has it",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000", "19700101T000000Z"),
            (1_709_208_245, "Thu, 29 Feb 2024 12:04:05 +0000", "20240229T120405Z"),
            (Int64.max, "Fri, 31 Dec 9999 23:59:59 +0000", "99991231T235959Z"),
            (Int64.min, "Thu, 01 Jan 1970 00:00:00 +0000", "19700101T000000Z"),
        ])
    func dates(seconds: Int64, text: String, name: String) {
        #expect(MailDate.text(Timestamp(seconds: seconds)) == text)
        #expect(MailDate.name(Timestamp(seconds: seconds)) == name)
    }

    @Test("marks that turn the direction of a text are taken out, and spaces are one")
    func cleaning() {
        #expect(HeaderText.clean(" a\u{202E}b \t c\u{2066}\r\nd ") == "ab c d")
        #expect(HeaderText.clean("🏳️‍🌈") == "🏳️‍🌈")
    }

    @Test("a text goes as it is, with a signature, when every reader can take it so")
    func asItIs() {
        let link = "https://app.example.com/reset?token=" + String(repeating: "x", count: 900)
        #expect(SevenBit.encode("a = b\n\n\(link)\n-- \nme", boundary: "=_id") == "a = b\r\n\r\n\(link)\r\n-- \r\nme")
    }

    @Test(
        "a text that some would change on its way is encoded",
        arguments: [
            "Grüße", "nul\u{0}", "bell\u{7}", "ends in a space \nnext", "ends in a tab\t",
            String(repeating: "x", count: 999),
            "first\n--=_id\nlast", "first\n--=_id--", "a lone\rreturn",
        ])
    func encoded(text: String) {
        #expect(SevenBit.encode(text, boundary: "=_id") == nil)
    }
}
