import Crypto

/// Encrypts seeds for storage: AES-GCM under a key of their own, with table, column and row as associated data (design
/// section 4), so that a seed which was moved to another row opens nothing there.
///
/// A sealed seed is the key's id (1 byte), then nonce, ciphertext and tag.
struct SecondFactorSeal: Sendable {
    private let keys: [UInt8: SymmetricKey]
    private let current: UInt8

    init(keys: KeyRing) {
        self.keys = keys.all(.secondFactors)
        current = keys.current(.secondFactors)
    }

    /// A second factor that holds the seed.
    func seal(
        _ seed: [UInt8], _ state: SecondFactor.State, of account: Account.ID, at now: Timestamp
    ) throws -> SecondFactor {
        guard let key = keys[current] else { preconditionFailure("the current key is in its ring") }
        let box = try AES.GCM.seal(seed, using: key, authenticating: Self.place(account, state))
        guard let combined = box.combined else { throw StorageError("a sealed seed has no combined form") }
        return SecondFactor(account: account, state: state, sealed: [current] + combined, created: now)
    }

    /// The seed.
    ///
    /// - Throws: ``StorageError`` for one that is not of this row, or was changed: then nobody is let in.
    func open(_ factor: SecondFactor) throws -> [UInt8] {
        guard let id = factor.sealed.first, let key = keys[id],
            let box = try? AES.GCM.SealedBox(combined: factor.sealed.dropFirst()),
            let seed = try? AES.GCM.open(box, using: key, authenticating: Self.place(factor.account, factor.state))
        else { throw StorageError("the second factor of account \(factor.account) cannot be opened") }
        return Array(seed)
    }

    private static func place(_ account: Account.ID, _ state: SecondFactor.State) -> [UInt8] {
        Array("second_factors/sealed/\(account)/\(state.rawValue)".utf8)
    }
}
