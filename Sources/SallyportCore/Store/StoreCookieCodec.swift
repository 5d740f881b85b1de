import Crypto
import Foundation

/// Writes and reads the value of the cookie `connect.sid` (medusa.md A1.3): `s:`, 32 characters of base64url, a point, and the
/// HMAC-SHA-256 of those characters in base64 without padding; all of it percent-encoded.
///
/// The 24 bytes are the session's id (16), the issue time in seconds (4), the interface (1), and the first bytes of a MAC under
/// a key that is never given by hand (3): a `COOKIE_SECRET` that leaks alone makes no cookie at the first try.
struct StoreCookieCodec: Sendable {
    private let signing: SymmetricKey
    private let own: SymmetricKey

    /// - Parameters:
    ///   - secret: `COOKIE_SECRET`, or the installation's key.
    ///   - own: the installation's key.
    init(secret: Secret<[UInt8]>, own: SymmetricKey) {
        signing = SymmetricKey(data: secret.reveal())
        self.own = own
    }

    func encode(_ credential: StoreCredential) -> Secret<String> {
        guard let uuid = UUID(uuidString: credential.session.rawValue) else {
            preconditionFailure("a session's id is a UUID")
        }
        var bytes: [UInt8] = []
        withUnsafeBytes(of: uuid.uuid) { bytes += $0 }
        withUnsafeBytes(of: UInt32(clamping: credential.issuedAt).bigEndian) { bytes += $0 }
        bytes.append(credential.version.rawValue)
        bytes += mac(bytes)
        return Secret(Self.value(Base64URL.text(bytes), signing))
    }

    /// What a cookie says; whose session it is, the session itself says.
    struct Reading: Sendable, Hashable {
        var session: Session.ID
        var version: StoreCredential.Version
        var issuedAt: Int64
    }

    /// - Returns: `nil` for what is no genuine cookie, or is over.
    func decode(_ value: String, at now: Timestamp) -> Reading? {
        guard value.utf8.count <= 512, let text = value.removingPercentEncoding, text.hasPrefix("s:"),
            let point = text.lastIndex(of: ".")
        else { return nil }
        let id = String(text[text.index(text.startIndex, offsetBy: 2)..<point])
        let shown = Array(text[text.index(after: point)...].utf8)
        guard constantTimeEqual(Array(Self.signature(id, signing).utf8), shown),
            let bytes = Base64URL.decode(id.utf8), bytes.count == 24,
            constantTimeEqual(mac(Array(bytes[..<21])), bytes[21...]),
            let version = StoreCredential.Version(rawValue: bytes[20])
        else { return nil }
        let issuedAt = bytes[16..<20].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard now < Timestamp(seconds: issuedAt) + StoreCredential.cookieLifetime else { return nil }
        let uuid = NSUUID(uuidBytes: Array(bytes[..<16])) as UUID
        return Reading(
            session: Session.ID(rawValue: uuid.uuidString.lowercased()), version: version, issuedAt: issuedAt)
    }

    private func mac(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("connect.sid/".utf8) + bytes, using: own).prefix(3))
    }

    /// The cookie's value for a session id's text: as the original's cookie library makes it.
    static func value(_ id: String, _ key: SymmetricKey) -> String {
        let text = "s:\(id).\(signature(id, key))"
        let kept = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()")
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }

    private static func signature(_ id: String, _ key: SymmetricKey) -> String {
        let mac = HMAC<SHA256>.authenticationCode(for: Array(id.utf8), using: key)
        return String(Data(mac).base64EncodedString().prefix { $0 != "=" })
    }
}
