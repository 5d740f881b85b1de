import Foundation

/// Ids as Medusa has them: a prefix and a ULID, whose letters sort by the time it was made (medusa.md A2.1).
enum CustomerIdentifier {
    /// Crockford's base 32: no I, L, O, U.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// An id for something that is made now.
    ///
    /// - Parameters:
    ///   - prefix: `cus` or `addr`.
    ///   - uuid: where the randomness comes from: the text of a random UUID.
    static func make(_ prefix: String, at now: Timestamp, uuid: String) -> String {
        let random = uuid.filter(\.isHexDigit).compactMap { $0.hexDigitValue }
        // A UUID's version and variant are no randomness; the digits around them are.
        let digits = random[..<12] + random[13..<16] + random[17...]
        let moment = UInt64(clamping: now.milliseconds)
        let time = stride(from: 45, through: 0, by: -5).map { alphabet[Int(moment >> UInt64($0) & 31)] }
        let bits = digits.flatMap { digit in (0..<4).map { digit >> (3 - $0) & 1 } }.prefix(80)
        let rest = stride(from: 0, to: 80, by: 5).map { start in
            alphabet[bits[(bits.startIndex + start)..<(bits.startIndex + start + 5)].reduce(0) { $0 * 2 + $1 }]
        }
        return "\(prefix)_\(String(time + rest))"
    }
}

extension Account.ID {
    /// The id of what a customer signs in with, as Medusa's second version has it beside the customer's own: `authid_…`.
    public var authenticationIdentity: String {
        rawValue.hasPrefix("cus_") ? "authid_" + rawValue.dropFirst(4) : "authid_" + rawValue
    }
}
