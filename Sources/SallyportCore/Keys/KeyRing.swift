import Crypto
import Foundation

/// The random keys of this installation, one ring a purpose (design section 4, "Keys"): what MACs refresh tokens is not
/// what signs access tokens, and neither opens a static token.
public struct KeyRing: Sendable {
    /// What a key is for. The raw value is stored, and is bound to the wrapped key.
    public enum Purpose: String, Sendable, CaseIterable {
        case refreshTokens = "refresh-tokens"
        case staticTokens = "static-tokens"
        case oneTimeTokens = "one-time-tokens"
        case secondFactors = "second-factors"
        case recoveryCodes = "recovery-codes"
        case throttle = "throttle"
        case storeTokens = "store-tokens"
        case storeCookies = "store-cookies"
    }

    /// What access tokens are signed with.
    public let secrets: SigningSecrets
    private var rings: [Purpose: [UInt8: SymmetricKey]] = [:]

    private init(_ secrets: SigningSecrets) {
        self.secrets = secrets
    }

    /// One fresh key for each purpose.
    init(_ secrets: SigningSecrets, fresh: () -> SymmetricKey) {
        self.init(secrets)
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
    ///   - secret: `SECRET`; while its successor is handed over, the predecessor does, too.
    ///   - previous: `SECRET_PREVIOUS`, after a change of `SECRET`.
    /// - Throws: ``KeyFailure/wrongSecret`` if neither secret opens a key, ``StorageError``.
    public static func open(
        _ vault: any Vault, secret: Secret<[UInt8]>, previous: Secret<[UInt8]>? = nil
    ) async throws -> KeyRing {
        try await vault.write(.durable) { transaction in
            let stored = try transaction.wrappedKeys()
            var ring = KeyRing(SigningSecrets(current: secret, outdated: previous.map { [$0] } ?? []).following(stored))
            let secret = ring.secrets.current
            var hasRewrapped = false
            for wrapped in stored where wrapped.purpose != SecretHandover.nextPurpose {
                let key: [UInt8]
                if let current = wrapped.open(with: secret) {
                    key = current
                } else if let previous, let former = wrapped.open(with: previous) {
                    key = former
                    try transaction.replace(try wrapped.rewrapped(key, with: secret))
                    hasRewrapped = true
                } else {
                    // A newer version's kind of key is its own affair.
                    guard Purpose(rawValue: wrapped.purpose) != nil else { continue }
                    throw KeyFailure.wrongSecret
                }
                guard let purpose = Purpose(rawValue: wrapped.purpose) else { continue }
                ring.rings[purpose, default: [:]][wrapped.id] = SymmetricKey(data: key)
            }
            // It told of a secret that is over now.
            if hasRewrapped { try transaction.deleteSuccessor() }
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

/// What is read of keys inside a transaction.
public protocol KeyReading {
    func wrappedKeys() throws -> [WrappedKey]
    /// When the change of `SECRET` was made that is not finished; `nil` without one.
    func successorTold() throws -> Timestamp?
    /// When the earliest of the secrets was replaced that are still told (``SecretHandover``); `nil` if none is.
    func handoverBegan() throws -> Timestamp?
}

/// What is changed of keys inside a transaction.
public protocol KeyWriting {
    func insert(_ key: WrappedKey, at now: Timestamp) throws
    func replace(_ key: WrappedKey) throws
    /// Deletes what tells the new secret to the holders of the old one.
    ///
    /// - Returns: whether there was anything to delete.
    @discardableResult
    func deleteSuccessor() throws -> Bool
    /// Deletes all that was told until that moment of secrets, old and new.
    func deleteHandover(begunUntil moment: Timestamp) throws
}
