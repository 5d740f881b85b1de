import Crypto

/// A token that a client chose for an account, good until it is taken away (Directus spec section 2.2). It may be short,
/// so what is stored is a MAC, not a hash: without the key, not even `secret` can be guessed from the table.
public struct StaticToken: Sendable {
    /// What is stored of a static token: HMAC-SHA-256 under its own key (design section 4).
    public struct Digest: Sendable, Hashable {
        /// The 32 bytes of the MAC.
        public let bytes: [UInt8]

        /// A digest as it was stored.
        public init(bytes: [UInt8]) {
            self.bytes = bytes
        }
    }

    /// Directus' column has 255 characters.
    public static let maximumLength = 255

    private let key: SymmetricKey

    init(keys: KeyRing) {
        key = keys.key(.staticTokens)
    }

    /// The digest of a token's text.
    public func digest(_ text: String) -> Digest {
        Digest(bytes: Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)))
    }
}
