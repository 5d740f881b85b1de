/// Text that stands in a header field. Whatever it was, it ends there: no line break gets through.
enum HeaderText {
    /// Text without what breaks a line or hides what is read: controls become spaces, and marks that turn the direction of
    /// the text go (Unicode Standard Annex 9 section 2).
    static func clean(_ text: String) -> String {
        let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar.value {
            case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: return nil
            default: break
            }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: return " "
            default: return scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }

    /// A field's free text (RFC 5322 section 3.6.5): as it is where it is ASCII and fits its line of 78, else in encoded
    /// words.
    ///
    /// - Parameter name: the field's, with colon and space: the first line holds it too.
    static func unstructured(_ text: String, after name: String) -> String {
        let text = clean(text)
        let isPlain = isPrintableASCII(text) && !text.contains("=?") && name.utf8.count + text.utf8.count <= 78
        return isPlain ? text : EncodedWords.encode(text, reserving: name.utf8.count)
    }

    /// A mailbox (RFC 5322 section 3.4). The address must be one by ``isAddress(_:)``.
    static func mailbox(name: String, address: String) -> String {
        let name = clean(name)
        guard !name.isEmpty else { return address }
        guard isPrintableASCII(name), !name.contains("=?"), name.utf8.count <= 60 else {
            return EncodedWords.encode(name, reserving: "From: ".utf8.count) + "\r\n <\(address)>"
        }
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let isShort = quoted.utf8.count + address.utf8.count <= 66
        return "\"\(quoted)\"\(isShort ? " " : "\r\n ")<\(address)>"
    }

    /// Whether a text can stand for an address in a header and an envelope: nothing in it separates, quotes, or ends a
    /// line. Whether anybody lives there is another's question.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 320 else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            guard scalar.isASCII else { return !isInvisible(scalar) }
            return scalar.value > 0x20 && scalar.value < 0x7F && !#"<>()[],;:\""#.unicodeScalars.contains(scalar)
        }
    }

    /// An id in letters, digits and the characters kept, all else as `=` and two digits for each byte: an atom of RFC 5322
    /// section 3.2.3, and a name that no file system minds. Different ids stay different.
    static func identifier(_ id: String, keeping kept: String) -> String {
        id.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isKept =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || kept.unicodeScalars.contains(scalar))
            return isKept ? String(scalar) : EncodedWords.escape(byte)
        }.joined()
    }

    private static func isPrintableASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            true
        default: false
        }
    }
}
