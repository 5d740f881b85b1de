import Crypto
import TestSupport
import Testing

@testable import SallyportCore

/// RFC 6238 appendix B, RFC 4226 appendix D, RFC 4648 section 10.
@Suite("One-time passwords")
struct OneTimePasswordTests {
    private static let seed = Array("12345678901234567890".utf8)

    @Test(
        "RFC 6238's vectors for SHA-1",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func timeVectors(seconds: Int64, code: String) {
        let step = OneTimePassword.step(at: Timestamp(seconds: seconds))
        #expect(OneTimePassword.code(Self.seed, step: step, digits: 8) == code)
    }

    @Test("RFC 4226's vectors")
    func counterVectors() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { OneTimePassword.code(Self.seed, step: $0) } == codes)
    }

    @Test(
        "RFC 4648's vectors, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(text: String, encoded: String) {
        #expect(Base32.text(Array(text.utf8)) == encoded)
    }

    @Test("a code is good for its step and the two beside it, to the second")
    func window() {
        let code = OneTimePassword.code(Self.seed, step: 100)
        for (seconds, isGood) in [(2969, false), (2970, true), (3000, true), (3059, true), (3060, false)] {
            let found = OneTimePassword.step(of: code, Self.seed, at: Timestamp(seconds: Int64(seconds)), after: nil)
            #expect(found == (isGood ? 100 : nil), "\(seconds)")
        }
    }

    @Test("once a step was used, neither it nor an earlier one is good; a later one is")
    func order() {
        let now = Timestamp(seconds: 3000)
        for (step, isGood) in [(99, false), (100, false), (101, true)] as [(Int64, Bool)] {
            let code = OneTimePassword.code(Self.seed, step: step)
            #expect(OneTimePassword.step(of: code, Self.seed, at: now, after: 100) == (isGood ? step : nil))
        }
    }

    @Test("what is no code is none", arguments: ["", "1", "12345", "1234567", "abcdef", "12345٣", "123 456", "+12345"])
    func form(text: String) {
        #expect(!OneTimePassword.isWellFormed(text))
    }
}

/// What is stored of seeds and recovery codes.
@Suite("Sealed second factors")
struct SecondFactorSealTests {
    private static let account = Account.ID(rawValue: "00000000-0000-4000-8000-000000000001")
    private static let other = Account.ID(rawValue: "00000000-0000-4000-8000-000000000002")

    @Test("a seed opens in its own row, and in no other: attack 39")
    func place() throws {
        let seal = SecondFactorSeal(keys: .fixture())
        let seed = [UInt8](0..<20)
        let factor = try seal.seal(seed, .live, of: Self.account, at: Timestamp(milliseconds: 0))
        #expect(try seal.open(factor) == seed)
        var moved = factor
        moved.account = Self.other
        var raised = factor
        raised.state = .pending
        var damaged = factor
        damaged.sealed[20] ^= 1
        var empty = factor
        empty.sealed = []
        for wrong in [moved, raised, damaged, empty] {
            #expect(throws: StorageError.self) { _ = try seal.open(wrong) }
        }
        #expect(throws: StorageError.self) { _ = try SecondFactorSeal(keys: .fixture()).open(factor) }
    }

    @Test("recovery codes are ten times 80 bits, whatever their case, hyphens and spaces; each its account's")
    func recoveryCodes() throws {
        let codes = RecoveryCode(keys: .fixture())
        let made = (0..<100).map { _ in RecoveryCode.random().reveal() }
        #expect(Set(made).count == 100)
        for code in made {
            #expect(code.wholeMatch(of: /([a-z2-7]{4}-){3}[a-z2-7]{4}/) != nil)
            let digest = try #require(codes.digest(code, of: Self.account))
            #expect(digest == codes.digest(code.uppercased().replacing("-", with: " "), of: Self.account))
            #expect(digest != codes.digest(code, of: Self.other))
        }
        for text in ["", "abcd", String(repeating: "a", count: 1_000_000), "abcd-efgh-ijkl-mnopq", "ß"] {
            #expect(codes.digest(text, of: Self.account) == nil)
        }
    }
}
