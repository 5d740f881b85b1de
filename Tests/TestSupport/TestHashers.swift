public import SallyportCore
import Synchronization

/// Counts the work: one hash for each verification, whatever it finds (design section 6). Its hashes are the passwords
/// themselves, marked; nobody should use it outside of tests.
public final class CountingHasher: PasswordHasher {
    private let counts = Mutex((hashes: 0, verifications: 0))

    public init() {}

    public var hashes: Int { counts.withLock { $0.hashes } }
    public var verifications: Int { counts.withLock { $0.verifications } }

    public func hash(_ password: Password) async throws(HashFailure) -> PasswordHash {
        counts.withLock { $0.hashes += 1 }
        return Self.mark(password)
    }

    public func verify(_ password: Password, against stored: PasswordHash?) async throws(HashFailure) -> Verification {
        counts.withLock { $0.verifications += 1 }
        return Self.mark(password) == stored ? .right : .wrong
    }

    /// A stand-in for a hash; good enough to compare.
    static func mark(_ password: Password) -> PasswordHash {
        PasswordHash(encoded: "counted:\(password.fingerprint)")
    }
}

/// Does something while a password is being verified.
public final class GatedHasher: PasswordHasher {
    private let action = Mutex<(@Sendable () async -> Void)?>(nil)

    public init() {}

    /// Done once, within the next verification.
    public var onVerify: (@Sendable () async -> Void)? {
        get { action.withLock { $0 } }
        set { action.withLock { $0 = newValue } }
    }

    public func hash(_ password: Password) async throws(HashFailure) -> PasswordHash {
        CountingHasher.mark(password)
    }

    public func verify(_ password: Password, against stored: PasswordHash?) async throws(HashFailure) -> Verification {
        let action = action.withLock { action in
            defer { action = nil }
            return action
        }
        await action?()
        return CountingHasher.mark(password) == stored ? .right : .wrong
    }
}

extension Password {
    /// What makes two passwords the same, for a stand-in of a hash.
    fileprivate var fingerprint: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
