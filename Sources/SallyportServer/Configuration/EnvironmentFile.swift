/// A `.env` file as the field's tools read it: `NAME=value`, `export NAME=value`, `# comment`, quotes around a value, and
/// escapes within double ones.
enum EnvironmentFile {
    /// What is wrong with a line.
    struct Problem: Error, Hashable {
        var line: Int
        var problem: String
    }

    /// - Throws: ``Problem`` for the first line that cannot be read. Values are not shown: they may be secret.
    static func parse(_ text: String) throws(Problem) -> [String: String] {
        var values: [String: String] = [:]
        // A line that ends as Windows ends it ends in one character, «\r\n».
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            var rest = line.trimmed
            guard !rest.isEmpty, rest.first != "#" else { continue }
            if rest.hasPrefix("export ") { rest = rest.dropFirst("export ".count).trimmed }
            guard let separator = rest.firstIndex(of: "=") else {
                throw Problem(line: index + 1, problem: "no «=» after the name")
            }
            let name = rest[..<separator].trimmed
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
                throw Problem(line: index + 1, problem: "a name has letters, digits and «_» only")
            }
            guard let value = value(rest[rest.index(after: separator)...].trimmed) else {
                throw Problem(line: index + 1, problem: "the quote around the value of \(name) is not closed")
            }
            values[String(name)] = value
        }
        return values
    }

    /// - Returns: `nil` if a quote is not closed.
    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" || quote == "`" else {
            // Without quotes, a comment begins at « #».
            var value = Substring()
            var previous: Character = " "
            for character in text {
                if character == "#", previous == " " || previous == "\t" { break }
                value.append(character)
                previous = character
            }
            return String(value.trimmed)
        }
        var value = ""
        var isEscaped = false
        for character in text.dropFirst() {
            if isEscaped {
                value.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                return value
            } else {
                value.append(character)
            }
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var rest = drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
