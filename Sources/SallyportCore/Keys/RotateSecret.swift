/// Changes `SECRET` while nodes serve: every key is wrapped anew, and the nodes are told by a ``SecretHandover``.
public struct RotateSecret: Sendable {
    private let vault: any Vault

    /// - Parameter vault: whose keys are wrapped.
    public init(vault: any Vault) {
        self.vault = vault
    }

    /// How long after the change no node may serve with the new secret: as long as a node that was never told may believe
    /// that nothing has changed (``FollowSecret``).
    public static let notice: Duration = FollowSecret.trust + .milliseconds(500)

    /// Changes the secret, all or nothing.
    ///
    /// - Throws: ``RotationFailure``; then nothing was changed.
    public func callAsFunction(
        from previous: Secret<[UInt8]>, to next: Secret<[UInt8]>
    ) async throws(RotationFailure) {
        guard previous.reveal() != next.reveal() else { throw .sameSecret }
        try await write { transaction in
            let keys = try transaction.wrappedKeys().filter { $0.purpose != SecretHandover.nextPurpose }
            guard !keys.isEmpty else { throw RotationFailure.noKeys }
            if keys.allSatisfy({ $0.open(with: next) != nil }) { throw RotationFailure.alreadyDone }
            if let began = try transaction.successorTold() { throw RotationFailure.underWay(since: began) }
            for key in keys {
                guard let bytes = key.open(with: previous) else { throw RotationFailure.wrongSecret }
                try transaction.replace(key.rewrapped(bytes, with: next))
            }
            try SecretHandover.write(from: previous, to: next, transaction)
        }
    }

    /// Tells the old secret's holders nothing any more: from then on it opens nothing, and no node can start with it.
    ///
    /// - Parameter secret: the new one; what cannot open the keys shall not close the last other way to them.
    /// - Throws: ``RotationFailure``.
    public func finish(with secret: Secret<[UInt8]>) async throws(RotationFailure) {
        try await write { transaction in
            for key in try transaction.wrappedKeys() where key.purpose != SecretHandover.nextPurpose {
                guard key.open(with: secret) != nil else { throw RotationFailure.wrongSecret }
            }
            guard try transaction.deleteSuccessor() else { throw RotationFailure.nothingToFinish }
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any VaultTransaction) throws -> Value
    ) async throws(RotationFailure) -> Value {
        do {
            return try await vault.write(.durable, body)
        } catch let failure as RotationFailure {
            throw failure
        } catch { throw .unavailable(error as? StorageError ?? StorageError("\(type(of: error))")) }
    }
}

/// Why a secret was not changed, or its change not finished.
public enum RotationFailure: Error, Sendable {
    /// Old and new are the same.
    case sameSecret
    /// Nothing was ever started on this database.
    case noKeys
    /// The keys were wrapped with another secret.
    case wrongSecret
    /// The keys are wrapped with the new secret already.
    case alreadyDone
    /// An earlier change is not finished yet.
    case underWay(since: Timestamp)
    case nothingToFinish
    case unavailable(StorageError)
}
