import DirectusProtocol
import Foundation

extension DirectusOptions.Cookie {
    /// What should be known of the cookie: that browsers drop it, and why (D11), or that it goes over unencrypted connections.
    func warning(publicURL: String) -> String? {
        guard let url = URL(string: publicURL), let host = url.host?.lowercased() else { return nil }
        if let reason = reasonToDrop(host: host, isEncrypted: url.scheme == "https") {
            return "Browsers drop the cookie \(name): \(reason)."
        }
        if url.scheme == "https", !isSecure {
            return "The cookie \(name) goes over unencrypted connections, though PUBLIC_URL is https."
        }
        return nil
    }

    /// RFC 6265bis sections 4.1.3 (prefixes) and 5.7 (storage model).
    private func reasonToDrop(host: String, isEncrypted: Bool) -> String? {
        let prefixed = name.lowercased()
        if !isSecure {
            if sameSite == .none { return "SameSite=None without Secure. Set its _SECURE to true" }
            if prefixed.hasPrefix("__secure-") || prefixed.hasPrefix("__host-") {
                return "its name asks for Secure. Set its _SECURE to true"
            }
        }
        if isSecure, !isEncrypted, host != "localhost", !host.hasPrefix("127.") {
            return "it is Secure, but PUBLIC_URL is not https"
        }
        guard let domain else { return nil }
        if prefixed.hasPrefix("__host-") { return "its name asks for no Domain. Leave its _DOMAIN out" }
        let parent = (domain.hasPrefix(".") ? String(domain.dropFirst()) : domain).lowercased()
        if host != parent, !host.hasSuffix("." + parent) { return "the host of PUBLIC_URL does not lie in its Domain" }
        return nil
    }
}
