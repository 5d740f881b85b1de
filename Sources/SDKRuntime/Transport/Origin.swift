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
            scheme == "http" || scheme == "https"
        else { return nil }
        self.scheme = scheme
        self.host = host.trimmingCharacters(in: ["[", "]"])
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }

    /// Whether nobody on the way can read along: https.
    package var isSecure: Bool { scheme == "https" }
}
