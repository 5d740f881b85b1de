import CSodium
import Crypto
import Foundation

/// A password hash as Medusa stores it, in both of its versions (medusa.md A5): base64 of a 96-byte container with scrypt's
/// parameters, a salt, a checksum, and an HMAC under half of the derived key.
struct ScryptContainer: Sendable {
    private let bytes: [UInt8]
    /// The base 2 logarithm of scrypt's N.
    let logN: UInt8
    let r: Int
    let p: Int

    /// - Returns: `nil` for what is no such container, or is damaged.
    init?(_ hash: PasswordHash) {
        guard hash.encoded.utf8.count == 128, let data = Data(base64Encoded: hash.encoded), data.count == 96 else {
            return nil
        }
        bytes = Array(data)
        guard bytes.starts(with: Array("scrypt".utf8)), bytes[6] == 0,
            constantTimeEqual(Array(SHA256.hash(data: bytes[..<48]).prefix(16)), bytes[48..<64])
        else { return nil }
        logN = bytes[7]
        r = bytes[8..<12].reduce(0) { $0 << 8 | Int($1) }
        p = bytes[12..<16].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Beyond this a stored row is a bomb, not an import (security.md 3f.42): 256 MiB, or 16 times the work of Medusa's own
    /// parameters (N = 2^15, r = 8, p = 1).
    var isBounded: Bool {
        (1...20).contains(logN) && (1...64).contains(r) && (1...64).contains(p)
            && r << Int(logN) <= 2_097_152 && (r * p) << Int(logN) <= 16 * 262_144
    }

    /// How much argon2 could have done in the same time, in KiB filled: what a verification has to be padded by is the rest.
    /// Measured: scrypt with N = 2^15 and r = 8 takes as long as argon2id fills 128 MiB.
    var work: Int { ((r * p) << Int(logN)) >> 1 }

    /// Memory in KiB.
    var memory: Int { (r << Int(logN)) >> 3 }

    /// Whether it is the password's. Takes as long as scrypt takes.
    func matches(_ password: Password) -> Bool {
        let (text, salt) = (password.bytes, Array(bytes[16..<48]))
        var key = [UInt8](repeating: 0, count: 64)
        let status = crypto_pwhash_scryptsalsa208sha256_ll(
            text, text.count, salt, salt.count, UInt64(1) << UInt64(logN), UInt32(r), UInt32(p), &key, key.count)
        guard status == 0 else { return false }
        let mac = HMAC<SHA256>.authenticationCode(for: bytes[..<64], using: SymmetricKey(data: key[32...]))
        return constantTimeEqual(Array(mac), bytes[64...])
    }
}
