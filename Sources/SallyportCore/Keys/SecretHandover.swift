/// A change of `SECRET` on its way through the nodes: rows beside the keys that tell each secret to whoever has the other
/// one. So a node with either can start, and one that serves with the old secret learns the new one.
///
/// Whoever has the database and the *old* secret learns the new one, too. Therefore that half ends early, by
/// ``RotateSecret/finish(with:)``; what the old secret was is told to the new one's holders for as long as anything that it
/// signed may live (``FollowSecret/keepUp()``).
public enum SecretHandover {
    /// The new secret, sealed under the old one.
    public static let nextPurpose = "next-secret"
    /// Former secrets, sealed under the new one.
    public static let previousPurpose = "previous-secret"

    /// The successor of the secret, if it is told.
    static func next(in stored: [WrappedKey], for secret: Secret<[UInt8]>) -> Secret<[UInt8]>? {
        open(nextPurpose, in: stored, with: secret).first
    }

    /// The predecessors of the secret that are still told.
    static func previous(in stored: [WrappedKey], for secret: Secret<[UInt8]>) -> [Secret<[UInt8]>] {
        open(previousPurpose, in: stored, with: secret)
    }

    /// Tells both. What was told of earlier ones was wrapped anew with the keys.
    static func write(
        from previous: Secret<[UInt8]>, to next: Secret<[UInt8]>, _ transaction: any VaultTransaction
    ) throws {
        let taken = try transaction.wrappedKeys().filter { $0.purpose == previousPurpose }.map(\.id)
        guard let free = (UInt8.min...UInt8.max).first(where: { !taken.contains($0) }) else {
            throw StorageError("SECRET was changed 256 times in a day")
        }
        let now = try transaction.now
        for row in [
            try WrappedKey(next.reveal(), id: 0, purpose: nextPurpose, secret: previous),
            try WrappedKey(previous.reveal(), id: free, purpose: previousPurpose, secret: next),
        ] { try transaction.insert(row, at: now) }
    }

    private static func open(
        _ purpose: String, in stored: [WrappedKey], with secret: Secret<[UInt8]>
    ) -> [Secret<[UInt8]>] {
        stored.filter { $0.purpose == purpose }.compactMap { $0.open(with: secret) }.map { Secret($0) }
    }
}
