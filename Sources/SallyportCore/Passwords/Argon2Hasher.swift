import CSodium
import Foundation

/// Argon2id through libsodium, whose implementation picks the processor's vector instructions at run time (design
/// section 3).
public struct Argon2Hasher: PasswordHasher {
    /// What new hashes are made with.
    public let parameters: Argon2Parameters
    private let queue: HashQueue

    /// - Parameters:
    ///   - parameters: for new hashes; one lane of argon2id, libsodium makes no other (D21).
    ///   - width: how many hashes are made at once; each takes `parameters.memory` KiB.
    public init(parameters: Argon2Parameters, width: Int) {
        _ = sodium_init()
        self.parameters = parameters
        // 137 ms for Directus' parameters on the machine of design section 3; measured anew from the first hash on.
        let expected = Duration.milliseconds(137) * parameters.work / Argon2Parameters().work
        queue = HashQueue(width: width, expectedDuration: expected)
    }

    public func hash(_ password: Password) async throws(HashFailure) -> PasswordHash {
        let encoded = try await queue.run { [parameters] in
            Self.makeHash(password, memory: parameters.memory, time: parameters.time)
        }
        guard let encoded else { throw .exhausted }
        return encoded
    }

    public func verify(
        _ password: Password, against stored: PasswordHash?
    ) async throws(HashFailure) -> Verification {
        let verification: Verification? = try await queue.run { [parameters] in
            if let container = stored.flatMap({ ScryptContainer($0) }), container.isBounded {
                guard Self.hasMemory(container.memory) else { return nil }
                let matches = container.matches(password)
                Self.spend(password, parameters.work - container.work, like: parameters)
                return matches ? .outdated : .wrong
            }
            guard let stored, let cost = stored.parameters, cost.isBounded, cost.variant != .argon2d else {
                Self.spend(password, parameters.work, like: parameters)
                return .wrong
            }
            // To libsodium, no memory is a wrong password. It is not.
            guard Self.hasMemory(cost.memory) else { return nil }
            let matches = Self.withCharacters(of: password) { start, count in
                crypto_pwhash_str_verify(stored.encoded, start, count) == 0
            }
            // A cheaper stored hash must not answer sooner than an unknown account.
            Self.spend(password, parameters.work - cost.work, like: parameters)
            if !matches { return .wrong }
            return cost.isOutdated(by: parameters) ? .outdated : .right
        }
        guard let verification else { throw .exhausted }
        return verification
    }

    /// Whether so many KiB can be had. Asking costs an entry in the page table, not the memory.
    private static func hasMemory(_ memory: Int) -> Bool {
        guard let probe = malloc(memory * 1024) else { return false }
        free(probe)
        return true
    }

    /// The password's bytes for C, which wants an address even of none: the terminator stands there, uncounted.
    private static func withCharacters<Value>(
        of password: Password, _ body: (UnsafePointer<CChar>, UInt64) -> Value
    ) -> Value {
        let characters = password.bytes.map(CChar.init(bitPattern:)) + [0]
        return characters.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("a buffer with a terminator has a start") }
            return body(start, UInt64(buffer.count - 1))
        }
    }

    private static func makeHash(_ password: Password, memory: Int, time: Int) -> PasswordHash? {
        var output = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let status = withCharacters(of: password) { start, count in
            crypto_pwhash_str_alg(
                &output, start, count, UInt64(time), memory * 1024, crypto_pwhash_alg_argon2id13())
        }
        guard status == 0 else { return nil }
        let encoded = output.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return PasswordHash(encoded: String(decoding: encoded, as: UTF8.self))
    }

    /// What does that much work, in no more memory than a hash takes; `nil` if it is too little to be done.
    ///
    /// Passes are rounded up, memory down: the product is the work, but for less than a pass' KiB.
    static func padding(of work: Int, like parameters: Argon2Parameters) -> (memory: Int, time: Int)? {
        guard work > 0 else { return nil }
        let time = (work + parameters.memory - 1) / parameters.memory
        let memory = work / time
        return memory >= 8 ? (memory, time) : nil
    }

    /// Does `work` (KiB filled) for nothing.
    private static func spend(_ password: Password, _ work: Int, like parameters: Argon2Parameters) {
        guard let cost = padding(of: work, like: parameters) else { return }
        _ = makeHash(password, memory: cost.memory, time: cost.time)
    }
}
