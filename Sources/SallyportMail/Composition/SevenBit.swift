/// Text that goes as it is (RFC 2045 section 2.7): whoever reads a message as a file can copy its link.
enum SevenBit {
    /// RFC 5322 section 2.1.1: a line has at most 998 characters.
    private static let longestLine = 998

    /// The text with CRLF at the ends of its lines.
    ///
    /// - Returns: `nil` for a text that must be encoded: with anything but printable ASCII and tabs, with a line that is too
    ///   long or ends in a space, which some would cut off (but for the `-- ` above a signature, where that is no loss), or
    ///   with one that could be taken for the end of the part.
    static func encode(_ text: String, boundary: String) -> String? {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        let isPlain = lines.allSatisfy { line in
            line.utf8.count <= longestLine && !line.hasPrefix("--\(boundary)")
                && (line == "-- " || line.last != " " && line.last != "\t")
                && line.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
        }
        return isPlain ? lines.joined(separator: "\r\n") : nil
    }
}
