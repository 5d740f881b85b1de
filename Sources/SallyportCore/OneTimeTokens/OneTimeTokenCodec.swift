import Crypto
import Foundation

/// Writes and reads the text of one-time tokens: 52 characters of base64url.
///
/// 39 bytes: version (1), key id (1), purpose (1), the row's id (16), and the first 20 bytes of the HMAC-SHA-256 over those
/// 19 (RFC 2104 section 5 allows truncation to no less than half). Its key makes nothing else, and an access token is none.
public struct OneTimeTokenCodec: Sendable {
    private static let version: UInt8 = 1
    private static let contentLength = 19
    private static let macLength = 20

    private let keys: [UInt8: SymmetricKey]
    private let current: UInt8

    init(keys: KeyRing) {
        self.keys = keys.all(.oneTimeTokens)
        current = keys.current(.oneTimeTokens)
    }

    /// The text that opens a token.
    public func encode(_ id: OneTimeToken.ID, _ purpose: OneTimeToken.Purpose) -> Secret<String> {
        guard let key = keys[current], let uuid = UUID(uuidString: id.rawValue) else {
            preconditionFailure("a token's id is a UUID, and the current key is in its ring")
        }
        var bytes: [UInt8] = [Self.version, current, purpose.code]
        withUnsafeBytes(of: uuid.uuid) { bytes += $0 }
        bytes += HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(Self.macLength)
        return Secret(Base64URL.text(bytes))
    }

    /// Reads a token's text.
    ///
    /// - Returns: `nil` unless it is genuine: made with one of our keys, unchanged.
    public func decode(_ text: String) -> (id: OneTimeToken.ID, purpose: OneTimeToken.Purpose)? {
        guard text.utf8.count == 52, let bytes = Base64URL.decode(text.utf8),
            bytes.count == Self.contentLength + Self.macLength, bytes[0] == Self.version, let key = keys[bytes[1]]
        else { return nil }
        let content = bytes[..<Self.contentLength]
        let expected = HMAC<SHA256>.authenticationCode(for: content, using: key).prefix(Self.macLength)
        guard constantTimeEqual(Array(expected), bytes[Self.contentLength...]),
            let purpose = OneTimeToken.Purpose.allCases.first(where: { $0.code == bytes[2] })
        else { return nil }
        let uuid = NSUUID(uuidBytes: Array(bytes[3..<19])) as UUID
        return (OneTimeToken.ID(rawValue: uuid.uuidString.lowercased()), purpose)
    }
}

extension OneTimeToken.Purpose {
    fileprivate var code: UInt8 {
        switch self {
        case .passwordReset: 1
        case .invitation: 2
        case .registration: 3
        case .customerPasswordReset: 4
        }
    }
}
