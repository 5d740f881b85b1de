import Crypto

/// A code that stands in for a one-time password, once: what somebody keeps who might lose his phone (NIST SP 800-63B,
/// "look-up secrets"). 80 random bits, as `abcd-efgh-ijkl-mnop`; case, hyphens and spaces are of no account.
public struct RecoveryCode: Sendable {
    /// What is stored of a code: HMAC-SHA-256 under a key of its own, over account and code (design section 4).
    public struct Digest: Sendable, Hashable {
        /// The 32 bytes of the MAC.
        public let bytes: [UInt8]

        /// A digest as it was stored.
        public init(bytes: [UInt8]) {
            self.bytes = bytes
        }
    }

    /// How many an account gets at once.
    public static let count = 10
    private static let length = 16

    private let key: SymmetricKey

    init(keys: KeyRing) {
        key = keys.key(.recoveryCodes)
    }

    /// A new code.
    static func random() -> Secret<String> {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<length * 5 / 8).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let letters = Array(Base32.text(bytes).lowercased())
        let groups = stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<$0 + 4]) }
        return Secret(groups.joined(separator: "-"))
    }

    /// What a code is stored as.
    ///
    /// - Returns: `nil` for what has not the form of one.
    func digest(_ text: String, of account: Account.ID) -> Digest? {
        guard text.utf8.count <= Self.length * 2 else { return nil }
        let code = text.uppercased().filter { $0 != "-" && $0 != " " }
        guard code.utf8.count == Self.length else { return nil }
        let content = "recovery_codes/\(account)/\(code)"
        return Digest(bytes: Array(HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)))
    }
}
