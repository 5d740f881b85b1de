import Testing

@testable import SallyportCore

@Suite("Refresh tokens")
struct RefreshTokenTests {
    let codec = RefreshTokenCodec(keys: KeyRing.fixture())
    let token = RefreshToken(
        session: Session.ID(rawValue: "50505050-0000-4000-8000-000000000001"), counter: 41,
        issued: Timestamp(milliseconds: 1_780_660_800_123))

    @Test("a token has 64 characters of base64url, and says what it said")
    func roundTrip() {
        let text = codec.encode(token).reveal()
        #expect(text.utf8.count == 64)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(codec.decode(text) == token)
    }

    @Test("the server derives the same text from the same row")
    func derivation() {
        #expect(codec.encode(token).reveal() == codec.encode(token).reveal())
    }

    @Test("one character changed anywhere, and it is no token")
    func tampering() {
        let text = Array(codec.encode(token).reveal().utf8)
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(codec.decode(String(decoding: changed, as: UTF8.self)) == nil)
        }
    }

    @Test("a token of another installation is none", arguments: ["", "x", String(repeating: "A", count: 64)])
    func foreign(text: String) {
        #expect(codec.decode(text) == nil)
        #expect(codec.decode(RefreshTokenCodec(keys: KeyRing.fixture()).encode(token).reveal()) == nil)
    }
}
