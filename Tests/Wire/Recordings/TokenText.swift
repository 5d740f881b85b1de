import Crypto
import SallyportCore

/// What kind of value a text is. Of what differs from run to run, only the kind counts.
enum TextKind: String, Sendable {
    case token, refreshToken, identifier, storeIdentifier, storeCookie, time, passwordHash, seed, deviceToken,
        randomText
    case text

    init(_ text: String) {
        if JSONWebToken(text) != nil {
            self = .token
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{64}/) != nil {
            self = .refreshToken
        } else if text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil {
            self = .identifier
        } else if text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil {
            self = .time
        } else if text.wholeMatch(of: /\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/)
            != nil
        {
            self = .passwordHash
        } else if text.wholeMatch(of: /(cus|authid|addr)_[0-9A-HJKMNP-TV-Z]{26}/) != nil {
            self = .storeIdentifier
        } else if text.wholeMatch(of: /s%3A[A-Za-z0-9_\-]{32}\.[A-Za-z0-9%]{43,60}/) != nil {
            self = .storeCookie
        } else if text.wholeMatch(of: /([A-Z2-7]{16}){1,2}/) != nil {
            self = .seed
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{38}/) != nil {
            self = .deviceToken
        } else if text.wholeMatch(of: /[A-Za-z0-9_\-]{32}/) != nil {
            self = .randomText
        } else {
            self = .text
        }
    }

    /// Whether it opens something, so that a recorded one means nothing to a live server.
    var isCredential: Bool { self == .token || self == .refreshToken }
}

/// A JWT, taken apart, and made anew with any secret: the tests check no signature, the server does.
struct JSONWebToken: Sendable {
    var header: JSON.Object = ["alg": "HS256", "typ": "JWT"]
    var claims: JSON.Object

    /// A token to be made.
    init(claims: JSON.Object) {
        self.claims = claims
    }

    /// `nil` if the text has not that form.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]) else {
            return nil
        }
        self.header = header
        self.claims = claims
    }

    /// The token with HS256 (RFC 7518 section 3.2); without a secret, with an empty signature.
    func signed(with secret: String?) -> String {
        let content = "\(Self.text(header)).\(Self.text(claims))"
        guard let secret else { return content + "." }
        let key = SymmetricKey(data: Array(secret.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
        return "\(content).\(Base64URL.text(Array(signature)))"
    }

    /// The same token with fewer claims.
    func keeping(_ names: Set<String>) -> Self {
        var token = self
        token.claims = [:]
        for member in claims.members where names.contains(member.name) {
            token.claims.append(member.name, member.value)
        }
        return token
    }

    private static func text(_ object: JSON.Object) -> String {
        Base64URL.text(JSON.object(object).bytes)
    }

    private static func object(_ part: Substring) -> JSON.Object? {
        Base64URL.decode(part.utf8).flatMap { try? JSON(parsing: $0) }?.object
    }
}
