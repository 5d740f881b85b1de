/// Text beyond ASCII in a header: the encoded words of RFC 2047, in its encoding Q, which leaves plain letters readable.
enum EncodedWords {
    /// RFC 2047 section 2: no word is longer than 75 characters, and no line that has one longer than 76.
    private static let limit = 75
    private static let opening = "=?UTF-8?Q?"
    private static let closing = "?="

    /// The words, each on a line of its own after the first.
    ///
    /// - Parameter reserved: how many characters stand before the first word on its line.
    static func encode(_ text: String, reserving reserved: Int) -> String {
        var words: [String] = []
        var word = ""
        var room = limit - opening.count - closing.count - reserved
        for scalar in text.unicodeScalars {
            // Section 5 (3): a character is not spread over two words.
            let piece = encode(scalar)
            if piece.utf8.count > room, !word.isEmpty {
                words.append(word)
                word = ""
                room = limit - opening.count - closing.count
            }
            word += piece
            room -= piece.utf8.count
        }
        words.append(word)
        // Section 6.2: readers drop the space between two words.
        return words.map { opening + $0 + closing }.joined(separator: "\r\n ")
    }

    /// What may stand in a display name (section 5 (3)) may stand anywhere.
    private static func encode(_ scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "_" }
        let isPlain =
            scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "!*+-/".unicodeScalars.contains(scalar))
        return isPlain ? String(scalar) : UTF8.encode(scalar)?.map(escape).joined() ?? ""
    }

    /// A byte, as `=` and its two hexadecimal digits.
    static func escape(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "=" + (digits.count == 1 ? "0" : "") + digits
    }
}
