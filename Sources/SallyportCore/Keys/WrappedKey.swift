import Crypto

/// A key as it is stored: encrypted under a key derived from `SECRET`, bound to its purpose and id.
public struct WrappedKey: Sendable, Hashable {
    /// Which key of its purpose: it stands in every token that the key made.
    public var id: UInt8
    /// What the key is for, by ``KeyRing/Purpose``.
    public var purpose: String
    /// AES-GCM: nonce, ciphertext, tag.
    public var sealed: [UInt8]

    /// A key as it was stored.
    public init(id: UInt8, purpose: String, sealed: [UInt8]) {
        self.id = id
        self.purpose = purpose
        self.sealed = sealed
    }

    init(_ key: SymmetricKey, id: UInt8, purpose: KeyRing.Purpose, secret: Secret<[UInt8]>) throws {
        try self.init(key.withUnsafeBytes { Array($0) }, id: id, purpose: purpose.rawValue, secret: secret)
    }

    init(_ bytes: [UInt8], id: UInt8, purpose: String, secret: Secret<[UInt8]>) throws {
        let box = try AES.GCM.seal(bytes, using: Self.wrappingKey(secret), authenticating: Self.context(id, purpose))
        guard let combined = box.combined else { throw StorageError("a sealed key has no combined form") }
        self.init(id: id, purpose: purpose, sealed: Array(combined))
    }

    /// The same key, opened before, under another secret.
    func rewrapped(_ bytes: [UInt8], with secret: Secret<[UInt8]>) throws -> WrappedKey {
        try WrappedKey(bytes, id: id, purpose: purpose, secret: secret)
    }

    /// The key's bytes.
    ///
    /// - Returns: `nil` if the secret is not the one that it was wrapped with.
    func open(with secret: Secret<[UInt8]>) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(
                box, using: Self.wrappingKey(secret), authenticating: Self.context(id, purpose))
        else { return nil }
        return Array(bytes)
    }

    /// HKDF-SHA-256 (RFC 5869); `SECRET` itself signs access tokens and nothing else.
    private static func wrappingKey(_ secret: Secret<[UInt8]>) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret.reveal()), info: Array("sallyport key wrapping".utf8),
            outputByteCount: 32)
    }

    private static func context(_ id: UInt8, _ purpose: String) -> [UInt8] {
        Array("keys/\(purpose)/\(id)".utf8)
    }
}
