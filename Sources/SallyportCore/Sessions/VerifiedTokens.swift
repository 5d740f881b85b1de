import Crypto
import Synchronization

/// Access tokens whose signature was checked, by the SHA-256 of their text: a client shows the same one many times, and the
/// answer does not change until it expires. Whether the session lives is asked each time.
final class VerifiedTokens: Sendable {
    /// A token's text, unreadable.
    struct Key: Hashable, Sendable {
        fileprivate let digest: SHA256Digest

        init(_ text: String) {
            var text = text
            digest = text.withUTF8 { SHA256.hash(data: UnsafeRawBufferPointer($0)) }
        }

        func hash(into hasher: inout Hasher) {
            // Eight bytes of a cryptographic hash are hash enough.
            digest.withUnsafeBytes { hasher.combine($0.loadUnaligned(as: UInt64.self)) }
        }
    }

    /// A Mutex cannot stand in an array; a reference to one can.
    private final class Shard: Sendable {
        let tokens = Mutex<[Key: AccessToken]>([:])
    }

    /// Beyond that many in a shard, all of it is forgotten and learnt again: some 4 MiB in all.
    private static let capacity = 256
    private let shards = (0..<64).map { _ in Shard() }

    subscript(key: Key) -> AccessToken? {
        get {
            shard(key).tokens.withLock { $0[key] }
        }
        set {
            shard(key).tokens.withLock { tokens in
                if tokens.count >= Self.capacity { tokens.removeAll(keepingCapacity: true) }
                tokens[key] = newValue
            }
        }
    }

    private func shard(_ key: Key) -> Shard {
        shards[Int(key.digest.withUnsafeBytes { $0[8] }) % shards.count]
    }
}
