import Foundation

/// An absolute address, taken apart so strictly that browsers, mail clients and this server cannot read it differently
/// (RFC 3986 section 3; security.md 3f.27): no user information, no backslash, nothing but ASCII, no scheme that runs code.
struct LinkAddress: Sendable, Hashable {
    /// Scheme and authority, as `https://example.com` or `myapp://reset`: lower case, without the scheme's own port.
    let origin: String
    /// As it was given; that of a web address is never empty.
    let path: String
    let query: String?
    let fragment: String?

    private static let refusedSchemes: Set<String> = ["javascript", "data", "vbscript", "file", "blob", "about"]
    private static let ports = ["http": ":80", "https": ":443"]

    /// - Returns: `nil` if the text is no such address.
    init?(_ text: String) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        let (address, fragment) = Self.split(text[...], at: "#")
        let (hierarchy, query) = Self.split(address, at: "?")
        guard let colon = hierarchy.firstIndex(of: ":") else { return nil }
        let scheme = hierarchy[..<colon].lowercased()
        var rest = hierarchy[hierarchy.index(after: colon)...]
        guard scheme.first?.isLetter == true, !Self.refusedSchemes.contains(scheme),
            scheme.allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) })
        else { return nil }
        let isWeb = Self.ports[scheme] != nil
        var authority: String?
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            var text = rest[..<end].lowercased()
            guard text.allSatisfy({ $0.isLetter || $0.isNumber || "-._:[]".contains($0) }) else { return nil }
            if let port = Self.ports[scheme], text.hasSuffix(port) { text = String(text.dropLast(port.count)) }
            authority = text
            rest = rest[end...]
        }
        if isWeb {
            guard let authority, let first = authority.first, first.isLetter || first.isNumber || first == "[" else {
                return nil
            }
        } else if authority?.isEmpty ?? rest.isEmpty, rest.isEmpty {
            return nil
        }
        origin = authority.map { "\(scheme)://\($0)" } ?? "\(scheme):"
        path = isWeb && rest.isEmpty ? "/" : String(rest)
        self.query = query.map(String.init)
        self.fragment = fragment.map(String.init)
    }

    private static func split(_ text: Substring, at mark: Character) -> (Substring, Substring?) {
        guard let index = text.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<index], text[text.index(after: index)...])
    }

    /// RFC 3986 section 2: what an address may consist of.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    /// Whether both lead to the same place; query and fragment are of no account (Directus spec section 7.2).
    func leads(to other: LinkAddress) -> Bool {
        origin == other.origin && path == other.path
    }

    /// The address with a token in its query, in the place of any that stands there.
    func text(token: Secret<String>) -> Secret<String> {
        let others = (query ?? "").split(separator: "&").filter { item in
            let name = item.prefix { $0 != "=" }
            return (name.removingPercentEncoding ?? String(name)) != "token"
        }
        let query = (others.map(String.init) + ["token=\(token.reveal())"]).joined(separator: "&")
        return Secret("\(origin)\(path)?\(query)" + (fragment.map { "#\($0)" } ?? ""))
    }
}
