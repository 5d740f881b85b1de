import SallyportCore
import Testing

@Suite("E-mail addresses")
struct EmailAddressTests {
    @Test(
        "an address has a name, an @, and a domain of two labels (D23)",
        arguments: [
            "alice@example.com", "a@b.co", "first.last+tag@sub.example.org", "o'hara@example.com", "x@host.local",
            "jörg@example.com", "a@bücher.example", "_@example.com", "a@1.example",
        ])
    func wellFormed(text: String) {
        #expect(EmailAddress(text).isWellFormed)
    }

    @Test(
        "anything else is none",
        arguments: [
            "alice", "alice@", "@example.com", "alice@example", "a@b@c.example", ".a@example.com", "a.@example.com",
            "a..b@example.com", "a b@example.com", "a@-example.com", "a@example-.com", "a@example..com", "a@.com",
            "a\0@example.com", "a@example.123", "a@exa mple.com", "a@example.com\n", "<a@example.com>", "",
            String(repeating: "x", count: 65) + "@example.com", "a@" + String(repeating: "x", count: 64) + ".com",
        ])
    func malformed(text: String) {
        #expect(!EmailAddress(text).isWellFormed)
    }

    @Test("case makes no difference; accents and look-alikes do (attack 18)")
    func equality() {
        #expect(EmailAddress("ALICE@Example.com") == EmailAddress("alice@example.com"))
        #expect(EmailAddress("alicé@example.com") != EmailAddress("alice@example.com"))
        #expect(EmailAddress("аlice@example.com") != EmailAddress("alice@example.com"))
        #expect(EmailAddress("alice+x@example.com") != EmailAddress("alice@example.com"))
        #expect(EmailAddress("alice@example.com.") != EmailAddress("alice@example.com"))
    }
}
