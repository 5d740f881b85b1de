import Foundation
import SallyportCore

/// What is wrong with one value of the configuration, and what would be right. Never the value itself: it may be secret.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The variable, or the line of `.env`.
    public var name: String
    /// What is wrong, without the value.
    public var problem: String
    /// What would be right.
    public var cure: String

    public var description: String { "\(name): \(problem). \(cure)." }
}

/// All that is wrong, at once.
public struct ConfigurationProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// Each problem once, in the order in which they were found.
    public var problems: [ConfigurationProblem]

    public var description: String {
        (["The configuration has \(problems.count == 1 ? "a problem" : "\(problems.count) problems"):"]
            + problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}

/// Reads values by their names, and collects what is wrong with them.
struct ConfigurationReader {
    private let values: [String: String]
    private(set) var problems: [ConfigurationProblem] = []

    /// - Parameters:
    ///   - environment: of the process; it wins over the file.
    ///   - file: the text of `.env`; `nil` without one.
    init(environment: [String: String], file: String?) {
        var merged: [String: String] = [:]
        if let file {
            do throws(EnvironmentFile.Problem) {
                merged = try EnvironmentFile.parse(file)
            } catch {
                problems.append(
                    ConfigurationProblem(
                        name: ".env, line \(error.line)", problem: error.problem,
                        cure: "Write NAME=value, one on a line"))
            }
        }
        merged.merge(environment) { _, process in process }
        values = merged
    }

    mutating func report(_ name: String, _ problem: String, _ cure: String) {
        let problem = ConfigurationProblem(name: name, problem: problem, cure: cure)
        // Some values are read twice.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// The value of that name, or the content of the file that `<NAME>_FILE` names, without its last line break. An empty
    /// value counts as none.
    mutating func text(_ name: String) -> String? {
        let direct = values[name].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = values[name + "_FILE"], !path.isEmpty else { return direct }
        if direct != nil {
            report(name, "is given, and \(name)_FILE too", "Keep one of them")
            return direct
        }
        guard let data = FileManager.default.contents(atPath: path),
            let content = String(data: data, encoding: .utf8)
        else {
            report(name + "_FILE", "its file cannot be read as text", "Name a file that this user may read")
            return nil
        }
        return content.last == "\n" || content.last == "\r\n" ? String(content.dropLast()) : content
    }

    /// The value of that name alone, for names that end in `_FILE` themselves.
    func raw(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the name is there at all, be it empty.
    /// The names of what is given, whatever it means.
    var names: some Collection<String> { values.keys }

    func isGiven(_ name: String) -> Bool {
        values[name] != nil || values[name + "_FILE"] != nil
    }

    mutating func secret(_ name: String) -> Secret<String>? {
        text(name).map { Secret($0) }
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default:
            report(name, "is neither true nor false", "Write true or false")
            return nil
        }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            report(name, "is no number from \(range.lowerBound) to \(range.upperBound)", "Write such a number")
            return nil
        }
        return value
    }

    /// A list, separated by commas.
    mutating func list(_ name: String) -> [String] {
        (text(name) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// One of the given words.
    mutating func word<Value: RawRepresentable<String> & CaseIterable>(_ name: String, _: Value.Type) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = Value(rawValue: text.lowercased()) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            report(name, "is none of \(words)", "Write one of them")
            return nil
        }
        return value
    }

    /// A duration with its unit: `500ms`, `10s`, `15m`, `1h`, `7d`, `2w`, `1y`. Directus reads a number without one as seconds here
    /// and milliseconds there (spec section 0.3), so it is refused.
    mutating func duration(_ name: String) -> Duration? {
        guard let text = text(name) else { return nil }
        let compact = text.filter { $0 != " " }.lowercased()
        let digits = compact.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        guard let amount = Double(digits), amount.isFinite else {
            report(name, "is no duration", "Write a number with its unit, as 15m, 10s or 7d")
            return nil
        }
        guard let unit = Self.units[String(compact.dropFirst(digits.count))] else {
            let isBare = compact.count == digits.count
            report(
                name, isBare ? "has no unit" : "has an unknown unit",
                "Write a number with one of ms, s, m, h, d, w, y, as 15m, 10s or 7d")
            return nil
        }
        let milliseconds = amount * Double(unit)
        guard milliseconds < 1e15 else {
            report(name, "is longer than thirty thousand years", "Write a shorter one")
            return nil
        }
        return .milliseconds(Int64(milliseconds))
    }

    private static let units: [String: Int64] = {
        let groups: [([String], Int64)] = [
            (["ms", "msec", "msecs", "millisecond", "milliseconds"], 1),
            (["s", "sec", "secs", "second", "seconds"], 1000),
            (["m", "min", "mins", "minute", "minutes"], 60_000),
            (["h", "hr", "hrs", "hour", "hours"], 3_600_000),
            (["d", "day", "days"], 86_400_000),
            (["w", "week", "weeks"], 604_800_000),
            (["y", "yr", "yrs", "year", "years"], 31_557_600_000),
        ]
        return Dictionary(uniqueKeysWithValues: groups.flatMap { names, unit in names.map { ($0, unit) } })
    }()

    /// A size in bytes: `1mb`, `512kb`, or a plain number of bytes.
    mutating func bytes(_ name: String) -> Int? {
        guard let text = text(name) else { return nil }
        let compact = text.filter { $0 != " " }.lowercased()
        let digits = compact.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30]
        guard let amount = Int(digits), let unit = units[String(compact.dropFirst(digits.count))],
            case let (size, overflow) = amount.multipliedReportingOverflow(by: unit), !overflow, size > 0
        else {
            report(name, "is no size", "Write bytes with a unit, as 1mb or 512kb")
            return nil
        }
        return size
    }
}
