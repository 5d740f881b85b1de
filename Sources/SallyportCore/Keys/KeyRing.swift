import Crypto
import Foundation

/// The random keys of this installation, one ring a purpose (design section 4, "Keys"): what MACs refresh tokens is not
/// what signs access tokens, and neither opens a static token.
public struct KeyRing: Sendable {
    /// What a key is for. The raw value is stored, and is bound to the wrapped key.
    public enum Purpose: String, Sendable, CaseIterable {
        case refreshTokens = "refresh-tokens"
        case staticTokens = "static-tokens"
    }

    private var rings: [Purpose: [UInt8: SymmetricKey]] = [:]

    private init() {}

    /// One fresh key for each purpose.
    init(fresh: () -> SymmetricKey) {
        for purpose in Purpose.allCases { rings[purpose] = [1: fresh()] }
    }

    func all(_ purpose: Purpose) -> [UInt8: SymmetricKey] {
        rings[purpose] ?? [:]
    }

    /// The id of the key that new things are made with: the youngest.
    func current(_ purpose: Purpose) -> UInt8 {
        guard let newest = rings[purpose]?.keys.max() else {
            preconditionFailure("open(_:) makes a key for every purpose")
        }
        return newest
    }

    /// The current key of that purpose.
    func key(_ purpose: Purpose) -> SymmetricKey {
        guard let key = rings[purpose]?[current(purpose)] else {
            preconditionFailure("open(_:) makes a key for every purpose")
        }
        return key
    }

    /// Opens the vault's keys with `SECRET`, makes those that are missing, and wraps anew those that only an earlier
    /// secret opens.
    ///
    /// - Parameters:
    ///   - secret: `SECRET`.
    ///   - previous: `SECRET_PREVIOUS`, after a change of `SECRET`.
    /// - Throws: ``KeyFailure/wrongSecret`` if neither secret opens a key, ``StorageError``.
    public static func open(
        _ vault: any Vault, secret: Secret<[UInt8]>, previous: Secret<[UInt8]>? = nil
    ) async throws -> KeyRing {
        try await vault.write(.durable) { transaction in
            var ring = KeyRing()
            let stored = try transaction.wrappedKeys()
            for wrapped in stored {
                guard let purpose = Purpose(rawValue: wrapped.purpose) else { continue }
                if let key = wrapped.open(with: secret) {
                    ring.rings[purpose, default: [:]][wrapped.id] = key
                } else if let previous, let key = wrapped.open(with: previous) {
                    ring.rings[purpose, default: [:]][wrapped.id] = key
                    try transaction.replace(WrappedKey(key, id: wrapped.id, purpose: purpose, secret: secret))
                } else {
                    throw KeyFailure.wrongSecret
                }
            }
            for purpose in Purpose.allCases where ring.rings[purpose] == nil {
                let key = SymmetricKey(size: .bits256)
                ring.rings[purpose] = [1: key]
                try transaction.insert(
                    WrappedKey(key, id: 1, purpose: purpose, secret: secret), at: try transaction.now)
            }
            return ring
        }
    }
}

/// Why the keys of a vault cannot be used.
public enum KeyFailure: Error, Sendable {
    /// The vault's keys were wrapped with another `SECRET`.
    case wrongSecret
}

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
        let bytes = key.withUnsafeBytes { Array($0) }
        let box = try AES.GCM.seal(
            bytes, using: Self.wrappingKey(secret), authenticating: Self.context(id, purpose.rawValue))
        guard let combined = box.combined else { throw StorageError("a sealed key has no combined form") }
        self.init(id: id, purpose: purpose.rawValue, sealed: Array(combined))
    }

    /// - Returns: `nil` if the secret is not the one that it was wrapped with.
    func open(with secret: Secret<[UInt8]>) -> SymmetricKey? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(
                box, using: Self.wrappingKey(secret), authenticating: Self.context(id, purpose))
        else { return nil }
        return SymmetricKey(data: bytes)
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

/// What is read of keys inside a transaction.
public protocol KeyReading {
    func wrappedKeys() throws -> [WrappedKey]
}

/// What is changed of keys inside a transaction.
public protocol KeyWriting {
    func insert(_ key: WrappedKey, at now: Timestamp) throws
    func replace(_ key: WrappedKey) throws
}
