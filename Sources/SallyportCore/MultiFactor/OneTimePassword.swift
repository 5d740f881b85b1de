import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, thirty seconds a step, as every authenticator app makes
/// them.
enum OneTimePassword {
    /// How long a code is shown, in seconds: RFC 6238 section 5.2.
    static let period: Int64 = 30
    static let digits = 6
    /// 160 bits, as RFC 4226 section 4 (R6) recommends.
    static let seedLength = 20

    /// The number of the step that a moment lies in.
    static func step(at now: Timestamp) -> Int64 {
        now.seconds / period
    }

    /// The code of a step: RFC 4226 section 5.3.
    static func code(_ seed: [UInt8], step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: seed)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number)
        return String((String(repeating: "0", count: digits) + text).suffix(digits))
    }

    /// The step whose code somebody shows: the present one, or its neighbour on either side, since clocks differ (RFC 6238
    /// section 5.2), but none that was used, or lies before a used one.
    ///
    /// - Returns: `nil` for a wrong code.
    static func step(of code: String, _ seed: [UInt8], at now: Timestamp, after used: Int64?) -> Int64? {
        let present = step(at: now)
        var found: Int64?
        for step in [present - 1, present, present + 1] {
            // All three, whichever it is: the time tells nothing.
            let matches = constantTimeEqual(Array(Self.code(seed, step: step).utf8), Array(code.utf8))
            if matches, used.map({ step > $0 }) ?? true { found = step }
        }
        return found
    }

    /// Whether a text has the form of a code.
    static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == digits && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
