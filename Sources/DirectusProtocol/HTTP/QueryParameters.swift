/// The query of a URL as Directus reads it (spec section 3.7): percent-decoded, `+` is a space.
struct QueryParameters {
    private(set) var values: [(name: String, value: String)] = []

    /// More parameters than that are not read, as in the original's parser.
    private static let maximumCount = 1000

    init(_ query: Substring?) {
        guard let query else { return }
        for part in query.split(separator: "&", maxSplits: Self.maximumCount).prefix(Self.maximumCount) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values.append((Self.decode(pair[0]), pair.count > 1 ? Self.decode(pair[1]) : ""))
        }
    }

    /// The value of that name, which may be written as a list's.
    subscript(name: String) -> String? {
        values.last { $0.name == name || $0.name == name + "[]" }?.value
    }

    /// RFC 3986 section 2.1. What is no escape stays as it is, and what is no UTF-8 is replaced, as in JavaScript.
    private static func decode(_ text: Substring) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2, rest.first != UInt8(ascii: "+"),
                let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
