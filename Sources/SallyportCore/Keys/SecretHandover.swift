/// A change of `SECRET` on its way through the nodes: two rows beside the keys that tell each secret to whoever has the
/// other one. So a node with either can start, and one that serves with the old secret learns the new one.
///
/// Whoever has the database and the *old* secret learns the new one, too. Therefore it ends: ``RotateSecret/finish(with:)``,
/// ``FollowSecret/keepUp()``.
public enum SecretHandover {
    /// The new secret, sealed under the old one.
    public static let nextPurpose = "next-secret"
    /// The old secret, sealed under the new one.
    public static let previousPurpose = "previous-secret"

    /// The successor of the secret, if there is one.
    static func next(in stored: [WrappedKey], for secret: Secret<[UInt8]>) -> Secret<[UInt8]>? {
        open(nextPurpose, in: stored, with: secret)
    }

    /// The predecessor of the secret, if it is still told.
    static func previous(in stored: [WrappedKey], for secret: Secret<[UInt8]>) -> Secret<[UInt8]>? {
        open(previousPurpose, in: stored, with: secret)
    }

    static func write(
        from previous: Secret<[UInt8]>, to next: Secret<[UInt8]>, _ transaction: any VaultTransaction
    ) throws {
        let now = try transaction.now
        for row in [
            try WrappedKey(next.reveal(), id: 1, purpose: nextPurpose, secret: previous),
            try WrappedKey(previous.reveal(), id: 1, purpose: previousPurpose, secret: next),
        ] { try transaction.insert(row, at: now) }
    }

    /// Whether the row is no key.
    static func isPart(_ row: WrappedKey) -> Bool {
        row.purpose == nextPurpose || row.purpose == previousPurpose
    }

    private static func open(
        _ purpose: String, in stored: [WrappedKey], with secret: Secret<[UInt8]>
    ) -> Secret<[UInt8]>? {
        stored.first { $0.purpose == purpose }?.open(with: secret).map { Secret($0) }
    }
}
