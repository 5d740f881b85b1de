package import Foundation

/// Scheme, host and port (RFC 6454 section 4): what a token or a cookie of ours may be sent to.
package struct Origin: Equatable, Sendable {
    /// `http` or `https`.
    package let scheme: String
    /// The host in lower case, without the brackets of an IPv6 address.
    package let host: String
    /// The port, the scheme's own where the URL names none.
    package let port: Int

    /// The origin of an absolute `http` or `https` URL; `nil` for anything else.
    package init?(_ url: URL?) {
        guard let url, let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty,
            scheme == "http" || scheme == "https", host.unicodeScalars.allSatisfy(Self.isHost)
        else { return nil }
        self.scheme = scheme
        self.host = host.trimmingCharacters(in: ["[", "]"])
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }

    /// Foundation decodes hosts: `a%40b` would come out as `a@b`, which is another host.
    private static func isHost(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "-._~:[]".unicodeScalars.contains(scalar)
    }

    /// The origin as text, such as `https://directus.example.com:8443`.
    package var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? "\(scheme)://\(name)" : "\(scheme)://\(name):\(port)"
    }

    /// Whether nobody on the way can read along: https.
    package var isSecure: Bool { scheme == "https" }
}
