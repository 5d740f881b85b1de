import Crypto

/// HS256 over a JWS in compact form (RFC 7515 sections 3.1 and 5, RFC 7518 section 3.2), and nothing else: no other
/// algorithm, no `crit`, no key from the header (RFC 8725 sections 3.1 and 3.10).
struct JSONWebSignature: Sendable {
    /// Longer than any token we make. What is longer is not even decoded.
    static let maximumLength = 8192

    private static let header = Base64URL.encode(#"{"alg":"HS256","typ":"JWT"}"#.utf8)

    private let key: SymmetricKey

    init(secret: Secret<[UInt8]>) {
        key = SymmetricKey(data: secret.reveal())
    }

    func sign(_ claims: JSON) -> Secret<String> {
        var text = Self.header
        text.append(UInt8(ascii: "."))
        text += Base64URL.encode(claims.bytes)
        let mac = HMAC<SHA256>.authenticationCode(for: text, using: key)
        text.append(UInt8(ascii: "."))
        text += Base64URL.encode(Array(mac))
        return Secret(String(decoding: text, as: UTF8.self))
    }

    /// Whether the signature is ours. The header was read before, but nothing in it chooses algorithm or key.
    func verifies(_ parts: Parts) -> Bool {
        guard parts.header["alg"]?.string == "HS256", parts.header["crit"] == nil else { return false }
        let expected = HMAC<SHA256>.authenticationCode(for: parts.signed, using: key)
        return constantTimeEqual(Array(expected), parts.signature)
    }

    /// The three parts of a compact JWS, decoded, not verified.
    struct Parts {
        let header: JSON.Object
        let claims: JSON.Object
        let signed: [UInt8]
        let signature: [UInt8]

        /// `nil` if the text has not that form.
        init?(_ text: String) {
            let bytes = Array(text.utf8)
            guard bytes.count <= JSONWebSignature.maximumLength else { return nil }
            let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1])
            else { return nil }
            self.header = header
            self.claims = claims
            // What cannot be decoded was no signature of anybody's; it is a JWT all the same.
            signature = Base64URL.decode(parts[2]) ?? []
            signed = Array(bytes[..<(parts[2].startIndex - 1)])
        }

        private static func object(_ part: ArraySlice<UInt8>) -> JSON.Object? {
            Base64URL.decode(part).flatMap { try? JSON(parsing: $0) }?.object
        }
    }
}

extension JSON {
    /// A JavaScript truth value as Directus' claims have it: true and false, 1 and 0.
    var flag: Bool? {
        switch self {
        case .bool(let value): value
        case .integer(1): true
        case .integer(0): false
        default: nil
        }
    }

    /// RFC 7519 section 2: seconds since 1970, perhaps with a fraction. Text, infinities and the like are none.
    var numericDate: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value.rounded(.down))
        default: nil
        }
    }
}
