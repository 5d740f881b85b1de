import Crypto
import Foundation
import TestSupport
import Testing

@testable import SallyportCore

/// The vectors of medusa.md: A1.3, A1.7, A5, B2; and what no credential of the store's is.
@Suite("Credentials of the store")
struct StoreCredentialTests {
    private static let now = Timestamp(seconds: 1_700_000_000)
    private static let session = Session.ID(rawValue: "01234567-89ab-4def-8123-456789abcdef")
    private static let account = Account.ID(rawValue: "cus_01M7ZSWBP7M9RA726RGVG0R007")

    private static func credential(_ version: StoreCredential.Version, isCustomer: Bool = true) -> StoreCredential {
        StoreCredential(
            version: version, session: session, account: account, isCustomer: isCustomer, issuedAt: now.seconds,
            expiresAt: now.seconds + 3600)
    }

    private static let tokens = StoreTokenCodec(secret: Secret(Array("a secret of thirty-two characters".utf8)))
    private static let cookies = StoreCookieCodec(
        secret: Secret(Array("another one of thirty-two letters".utf8)), own: SymmetricKey(size: .bits256))

    @Test("the cookie of A1.3")
    func cookieVector() {
        let value = StoreCookieCodec.value(
            String(repeating: "A", count: 32), SymmetricKey(data: Array("supersecret".utf8)))
        #expect(value == "s%3AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.9kM4qNVYVnvhtepRQUN%2BeXdJD9zel0rKCluqUVzox3E")
    }

    @Test(
        "the tokens of A1.7 and B2 are signed as ours are, and are none of ours: they bear no session (D2)",
        arguments: [
            """
            eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjdXN0b21lcl9pZCI6ImN1c18wMSIsImRvbWFpbiI6InN0b3JlIiwiaWF0IjoxNzAwMDAw\
            MDAwLCJleHAiOjE3MDI1OTIwMDB9.-8_DlH9jRJg6ChithjBpXlX725W3n7K_uLcOUd8i0zo
            """,
            """
            eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhY3Rvcl9pZCI6ImN1c18wMSIsImFjdG9yX3R5cGUiOiJjdXN0b21lciIsImF1dGhfaWRl\
            bnRpdHlfaWQiOiJhdXRoaWRfMDEiLCJhcHBfbWV0YWRhdGEiOnsiY3VzdG9tZXJfaWQiOiJjdXNfMDEifSwiaWF0IjoxNzAwMDAwMDAwLCJleHAi\
            OjE3MDAwODY0MDB9.B6ZrlKUli89g9HlTyKrmTHed0jfaeJ4ytx96F_D01U8
            """,
        ])
    func tokenVector(text: String) throws {
        let secret = Secret(Array("supersecret".utf8))
        let parts = try #require(JSONWebSignature.Parts(text))
        #expect(JSONWebSignature(secret: secret).verifies(parts))
        #expect(StoreTokenCodec(secret: secret).decode(text, at: Self.now) == nil)
    }

    @Test("a token comes back as it was written, of either interface, registered only or a customer's")
    func token() {
        for credential in [
            Self.credential(.first), Self.credential(.second), Self.credential(.second, isCustomer: false),
        ] {
            let text = Self.tokens.encode(credential).reveal()
            #expect(Self.tokens.decode(text, at: Self.now) == credential)
            #expect(Self.tokens.decode(text, at: Self.now + .seconds(3600)) == nil)
            #expect(StoreTokenCodec(secret: Secret([1])).decode(text, at: Self.now) == nil)
        }
    }

    @Test("a cookie comes back as it was written, for ten hours, to the second; changed anywhere it is none")
    func cookie() {
        let value = Self.cookies.encode(Self.credential(.second)).reveal()
        let read = StoreCookieCodec.Reading(session: Self.session, version: .second, issuedAt: Self.now.seconds)
        #expect(Self.cookies.decode(value, at: Self.now + .seconds(35_999)) == read)
        #expect(Self.cookies.decode(value, at: Self.now + .seconds(36_000)) == nil)
        for index in value.indices {
            var text = value
            text.replaceSubrange(index...index, with: value[index] == "A" ? "B" : "A")
            #expect(Self.cookies.decode(text, at: Self.now) == nil, "\(text)")
        }
        for text in ["", "s%3A", "s:.", "s%3Agarbage.sig", String(repeating: "s", count: 10_000), "s%3A%FF.x"] {
            #expect(Self.cookies.decode(text, at: Self.now) == nil)
        }
    }

    @Test("whoever knows COOKIE_SECRET alone makes no cookie")
    func leakedSecret() {
        let secret = Secret(Array("another one of thirty-two letters".utf8))
        let forger = StoreCookieCodec(secret: secret, own: SymmetricKey(size: .bits256))
        let value = forger.encode(Self.credential(.first)).reveal()
        #expect(forger.decode(value, at: Self.now) != nil)
        #expect(Self.cookies.decode(value, at: Self.now) == nil)
    }

    @Test("an id is a prefix and a ULID whose first letters are the time")
    func identifier() {
        let id = CustomerIdentifier.make(
            "cus", at: Timestamp(milliseconds: 1_469_918_176_385), uuid: "ffffffff-ffff-4fff-bfff-ffffffffffff")
        // The time of the ULID specification's own example.
        #expect(id == "cus_01ARYZ6S41ZZZZZZZZZZZZZZZZ")
        #expect(id.wholeMatch(of: /cus_[0-9A-HJKMNP-TV-Z]{26}/) != nil)
        #expect(Account.ID(rawValue: id).authenticationIdentity == "authid_01ARYZ6S41ZZZZZZZZZZZZZZZZ")
    }
}

/// Medusa's stored passwords (medusa.md A5).
@Suite("Passwords that Medusa stored")
struct ScryptContainerTests {
    private static let first = """
        c2NyeXB0AAEAAAABAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fRmO4DFmBBq0SdOiguek89xizriuxN4r79PIRUytkQ2MpV6lr\
        Sv9Ikn47WEx8S+Vv
        """
    private static let second = """
        c2NyeXB0AA8AAAAIAAAAAQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fFKeYVjdgQZpuc6gq1R4wTM8duzZhBL8ZOoNh04FAVT24Pv2K\
        9KVdS6VLQJKZebCI
        """

    @Test("the vectors of both versions verify, and ask to be made anew", arguments: [first, second])
    func vectors(encoded: String) async throws {
        let hasher = Argon2Hasher(parameters: Argon2Parameters(memory: 64, time: 1), width: 1)
        let hash = PasswordHash(encoded: encoded)
        #expect(try await hasher.verify(Password("supersecret"), against: hash) == .outdated)
        for wrong in ["supersecre", "supersecret ", ""] {
            #expect(try await hasher.verify(Password(wrong), against: hash) == .wrong)
        }
    }

    @Test("what is damaged in any byte matches nothing")
    func damaged() async throws {
        let hasher = Argon2Hasher(parameters: Argon2Parameters(memory: 64, time: 1), width: 1)
        for index in Self.first.indices {
            var text = Self.first
            text.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(try await hasher.verify(Password("supersecret"), against: PasswordHash(encoded: text)) == .wrong)
        }
    }

    @Test("parameters that would take minutes or gigabytes are not even tried: attack 42")
    func bombs() throws {
        func container(_ logN: UInt8, _ r: UInt32, _ p: UInt32) -> PasswordHash {
            var bytes = Array("scrypt".utf8) + [0, logN]
            for number in [r, p] { withUnsafeBytes(of: number.bigEndian) { bytes += $0 } }
            bytes += [UInt8](repeating: 7, count: 32)
            bytes += SHA256.hash(data: bytes).prefix(16)
            return PasswordHash(encoded: Data(bytes + [UInt8](repeating: 0, count: 32)).base64EncodedString())
        }
        for (logN, r, p) in [
            (63, 8, 1), (21, 8, 1), (15, 1 << 30, 1), (15, 8, 1 << 30), (20, 64, 64), (0, 1, 1), (15, 0, 1),
            (255, 1, 1),
        ] as [(UInt8, UInt32, UInt32)] {
            let read = try #require(ScryptContainer(container(logN, r, p)))
            #expect(!read.isBounded, "\(logN) \(r) \(p)")
        }
        #expect(try #require(ScryptContainer(container(15, 8, 1))).isBounded)
        #expect(try #require(ScryptContainer(container(18, 8, 1))).isBounded)
    }
}
