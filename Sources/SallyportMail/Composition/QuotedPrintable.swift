/// Text in lines of at most 76 ASCII characters: the quoted-printable encoding of RFC 2045 section 6.7.
enum QuotedPrintable {
    private static let limit = 76

    /// Encodes a text. Its line breaks, whether CR, LF or both, become CRLF.
    static func encode(_ text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { encode(line: Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func encode(line: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(line.count * 2)
        var length = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let isPlain = isPlain(byte, isLast: isLast)
            let count = isPlain ? 1 : 3
            // Rule 5: a soft break is a `=` at the end, for which there must be room unless the line ends here anyway.
            if length + count > limit - (isLast ? 0 : 1) {
                result += Array("=\r\n".utf8)
                length = 0
            }
            if isPlain { result.append(byte) } else { result += Array(EncodedWords.escape(byte).utf8) }
            length += count
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Rules 1 to 3: printable ASCII but `=` is itself; spaces and tabs too, but not at the end of a line.
    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case 0x21...0x7E: true
        case 0x09, 0x20: !isLast
        default: false
        }
    }
}
