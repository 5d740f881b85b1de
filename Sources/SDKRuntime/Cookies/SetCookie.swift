package import Foundation

/// A `Set-Cookie` line, read as RFC 6265 section 5.2 has a user agent read it: leniently, the last of an attribute counts.
package struct SetCookie: Sendable, Equatable {
    /// The cookie's name.
    package let name: String
    /// Its value, possibly empty.
    package let value: String
    /// `Max-Age` in seconds; zero and less mean at once.
    package private(set) var maxAge: Int?
    /// `Expires`, which counts only without `Max-Age`.
    package private(set) var expires: Date?
    /// `Domain` in lower case without a leading dot; `nil` or empty: this host only.
    package private(set) var domain: String?
    /// `Path`, if it begins with a slash.
    package private(set) var path: String?
    /// Whether it travels over https only.
    package private(set) var isSecure = false

    /// Reads one line; `nil` without a name, and with a control character anywhere (RFC 6265bis section 5.6).
    package init?(_ line: String) {
        let parts = line.split(separator: ";", omittingEmptySubsequences: false)
        guard !Self.hasControls(line), let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return nil }
        name = Self.trimmed(pair[..<equals])
        value = Self.trimmed(pair[pair.index(after: equals)...])
        guard !name.isEmpty else { return nil }
        for part in parts.dropFirst() { take(attribute: part) }
    }

    private mutating func take(attribute: Substring) {
        let halves = attribute.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let content = halves.count > 1 ? Self.trimmed(halves[1]) : ""
        switch Self.trimmed(halves[0]).lowercased() {
        case "max-age": if let seconds = Self.seconds(content) { maxAge = seconds }
        case "expires": if let date = HTTPDate.parse(content) { expires = date }
        case "domain":
            let name = content.lowercased()
            domain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        case "path": path = content.hasPrefix("/") ? content : nil
        case "secure": isSecure = true
        default: break
        }
    }

    /// RFC 6265 section 5.2.2: digits, with a minus before them or not; what overflows is for ever, or at once.
    private static func seconds(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(text) ?? (text.hasPrefix("-") ? 0 : Int(Int32.max))
    }

    private static func trimmed(_ text: Substring) -> String {
        text.trimmingCharacters(in: [" ", "\t"])
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
    }

    /// Takes lines apart that were joined with commas, as Foundation does. The comma in `Expires=Sun, 06 Nov …` and one
    /// in a value part nothing: only a comma before `name=` does.
    package static func lines(ofJoined text: String) -> [String] {
        var lines: [String] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            if text[index] == ",", beginsCookie(text[text.index(after: index)...]) {
                lines.append(text[start..<index].trimmingCharacters(in: .whitespaces))
                start = text.index(after: index)
            }
            index = text.index(after: index)
        }
        lines.append(text[start...].trimmingCharacters(in: .whitespaces))
        return lines.filter { !$0.isEmpty }
    }

    /// A token (RFC 9110 section 5.6.2) and then an equals sign.
    private static func beginsCookie(_ text: Substring) -> Bool {
        let rest = text.drop { $0 == " " || $0 == "\t" }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
        return !name.isEmpty && rest.dropFirst(name.count).first == "="
    }
}
