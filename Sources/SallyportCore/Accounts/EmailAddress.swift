/// An e-mail address: shown as it was given, compared without regard to case.
///
/// Equality is that of ``key``, nothing more: accents and look-alikes make different addresses
/// (security.md 3f.18), so that mail for one never goes to another.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as it was given.
    public let text: String

    /// What makes an address unique within a realm: its lower-case form.
    public var key: String { text.lowercased() }

    /// Takes any text: sign-in looks for an account by it, whatever it looks like.
    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }

    public static func == (left: Self, right: Self) -> Bool { left.key == right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// Whether the text has an address' form, as Directus asks at sign-in and when one is stored (spec section 1.2), but
    /// with any domain of two labels (D23): a dot-atom of RFC 5321 section 4.1.2, non-ASCII letters allowed (RFC 6531),
    /// at most 64 bytes, `@`, and a domain of at most 255 bytes (RFC 5321 section 4.5.3.1).
    public var isWellFormed: Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254 else { return false }
        return Self.isLocalPart(parts[0]) && Self.isDomain(parts[1])
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.unicodeScalars.allSatisfy { isAtomText($0) }
            }
    }

    /// RFC 5322 section 3.2.3 `atext`, and RFC 6532 section 3.2: everything beyond ASCII but controls and spaces.
    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
        return isVisible(scalar)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 255, labels.count >= 2 else { return false }
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII
                        ? scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
                        : isVisible(scalar)
                }
        }
        // RFC 3696 section 2: a top-level domain is not all-numeric.
        return areLabels && labels.last?.allSatisfy(\.isNumber) == false
    }
}
