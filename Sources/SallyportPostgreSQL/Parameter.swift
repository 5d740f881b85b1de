import SallyportSQL

/// A bound value on its way to libpq. The server infers its type from the statement, as for a literal.
struct Parameter {
    /// `nil` is null.
    private let bytes: [UInt8]?
    /// Binary, with a length: nothing is cut short by C.
    private let isBinary: Bool

    init(_ value: SQLValue) {
        switch value {
        case .null: (bytes, isBinary) = (nil, false)
        case .integer(let value): (bytes, isBinary) = (Array(String(value).utf8) + [0], false)
        case .text(let value): (bytes, isBinary) = (Array(value.utf8), true)
        case .blob(let value): (bytes, isBinary) = (value, true)
        }
    }

    /// Lends libpq's three arrays to the body.
    static func withPointers<Result>(
        _ parameters: [Parameter],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) throws -> Result
    ) rethrows -> Result {
        // One block holds all values, so that one pointer keeps all of them in place. No value is empty in it: libpq
        // takes a null pointer for null.
        var block: [UInt8] = [0]
        var offsets: [Int?] = []
        for parameter in parameters {
            offsets.append(parameter.bytes == nil ? nil : block.count)
            block += parameter.bytes ?? []
            block.append(0)
        }
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = parameters.map { $0.isBinary ? Int32(1) : 0 }
        return try block.withUnsafeBytes { bytes in
            let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress
            let values = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return try values.withUnsafeBufferPointer { values in
                try lengths.withUnsafeBufferPointer { lengths in
                    try formats.withUnsafeBufferPointer { formats in
                        try body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

/// Lends the texts to the body as C strings, with a null pointer at the end.
func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
) rethrows -> Result {
    var block: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
        offsets.append(block.count)
        block += text.utf8CString
    }
    block.append(0)
    return try block.withUnsafeBufferPointer { bytes in
        var pointers: [UnsafePointer<CChar>?] = offsets.map { bytes.baseAddress?.advanced(by: $0) }
        pointers.append(nil)
        return try pointers.withUnsafeBufferPointer { pointers in
            guard let start = pointers.baseAddress else { preconditionFailure("the list has its null at least") }
            return try body(start)
        }
    }
}
