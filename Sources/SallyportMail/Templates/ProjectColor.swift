import Foundation

/// The project's colour, and the colour that text upon it can be read in. An administrator wrote it, and it stands in a
/// `style`: nothing but digits gets there.
struct ProjectColor {
    /// Directus' own, for what is no colour.
    private static let standard: (UInt8, UInt8, UInt8) = (0x66, 0x44, 0xFF)

    private let channels: (red: UInt8, green: UInt8, blue: UInt8)

    /// A hexadecimal colour of CSS (CSS Color 4 section 5.2), of 3, 4, 6 or 8 digits; how transparent it is does not count.
    init(_ text: String) {
        channels = Self.channels(of: text) ?? Self.standard
    }

    /// As `#6644FF`.
    var text: String {
        "#" + [channels.red, channels.green, channels.blue].map { EncodedWords.escape($0).dropFirst() }.joined()
    }

    /// White, or black where that has more contrast (WCAG 2.2, «contrast ratio»).
    var contrast: String {
        let luminance =
            0.2126 * Self.linear(channels.red) + 0.7152 * Self.linear(channels.green)
            + 0.0722 * Self.linear(channels.blue)
        return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#FFFFFF" : "#000000"
    }

    /// WCAG 2.2, «relative luminance».
    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func channels(of text: String) -> (UInt8, UInt8, UInt8)? {
        let digits = text.utf8.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == text.utf8.count - 1 else { return nil }
        let values: [UInt8]
        switch digits.count {
        case 3, 4: values = digits.map { UInt8($0 * 17) }
        case 6, 8: values = stride(from: 0, to: 6, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
        default: return nil
        }
        return (values[0], values[1], values[2])
    }
}
