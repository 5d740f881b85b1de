extension JSON {
    /// The value as compact UTF-8 text, members in their order, `/` unescaped: the bytes that JavaScript would write.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(512)
        write(into: &output)
        return output
    }

    /// The value as compact text.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as compact UTF-8 text.
    public func write(into output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .number(let value): Self.write(value, into: &output)
        case .string(let value): Self.write(value, into: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(into: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, into: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(into: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// RFC 8259 section 6 has no infinities and no NaN; JavaScript writes `null` for them.
    private static func write(_ value: Double, into output: inout [UInt8]) {
        guard value.isFinite else {
            output += "null".utf8
            return
        }
        if let whole = Int64(exactly: value) {
            output += String(whole).utf8
        } else {
            output += "\(value)".utf8
        }
    }

    /// RFC 8259 section 7: the quotation mark, the backslash and the control characters must be escaped.
    private static func write(_ value: String, into output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { bytes in
            // Runs without an escape, which is nearly everything, go out in one piece.
            var start = 0
            for (index, byte) in bytes.enumerated() where needsEscape(byte) {
                output += bytes[start..<index]
                writeEscape(byte, into: &output)
                start = index + 1
            }
            output += bytes[start...]
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func writeEscape(_ byte: UInt8, into output: inout [UInt8]) {
        switch byte {
        case 0x08: output += #"\b"#.utf8
        case 0x09: output += #"\t"#.utf8
        case 0x0A: output += #"\n"#.utf8
        case 0x0C: output += #"\f"#.utf8
        case 0x0D: output += #"\r"#.utf8
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            output += #"\u00"#.utf8
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 0x0F)])
        default:
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        }
    }
}
