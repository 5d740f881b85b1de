import Crypto
import Foundation
public import SallyportCore

/// A JWT, taken apart, and made anew with any secret: the tests check no signature, the server does.
public struct JSONWebToken: Sendable {
    public var header: JSON.Object = ["alg": "HS256", "typ": "JWT"]
    public var claims: JSON.Object

    /// A token to be made.
    public init(claims: JSON.Object) {
        self.claims = claims
    }

    /// `nil` if the text has not that form.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]) else {
            return nil
        }
        self.header = header
        self.claims = claims
    }

    /// The token with HS256 (RFC 7518 section 3.2); without a secret, with an empty signature.
    public func signed(with secret: String?) -> String {
        let content = "\(Self.text(header)).\(Self.text(claims))"
        guard let secret else { return content + "." }
        let key = SymmetricKey(data: Array(secret.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
        return "\(content).\(Base64URL.text(Array(signature)))"
    }

    /// The same token with fewer claims.
    public func keeping(_ names: Set<String>) -> Self {
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
