import Crypto
public import SallyportCore

/// An authenticator app: the code of a moment (RFC 6238), worked out by itself and not by what is tested.
public enum TimeCode {
    /// - Parameter seed: in base 32, as the app is given it.
    public static func text(seed: String, at now: Timestamp) -> String {
        let counter = UInt64(now.milliseconds / 30_000)
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
        let key = SymmetricKey(data: bytes(seed))
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
        let start = Int(mac[19] % 16)
        var number = 0
        for index in 0..<4 { number = number * 256 + Int(mac[start + index]) }
        let code = String(number % 2_147_483_648 % 1_000_000)
        return String(repeating: "0", count: 6 - code.count) + code
    }

    /// RFC 4648 section 6.
    private static func bytes(_ text: String) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { letter in
            let value = letters.firstIndex(of: letter) ?? 0
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        return stride(from: 0, to: bits.count - bits.count % 8, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 * 2 + UInt8($1) }
        }
    }
}
