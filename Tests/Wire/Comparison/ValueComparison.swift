import SallyportCore
import TestSupport

/// Compares JSON values: keys at every depth, and each value, by its kind only where it differs from run to run.
struct ValueComparison {
    /// Of an error's message and reason, only `Invalid payload.` counts.
    var allowsOwnWords = false
    private(set) var differences: [String] = []

    init(allowsOwnWords: Bool = false) {
        self.allowsOwnWords = allowsOwnWords
    }

    mutating func compare(_ expected: JSON, _ actual: JSON, at path: String) {
        switch (expected, actual) {
        case (.object(let expected), .object(let actual)):
            if allowsOwnWords { compareWords(expected, actual, at: path) }
            compareMembers(expected, actual, at: path)
        case (.array(let expected), .array(let actual)):
            guard expected.count == actual.count else {
                return differences.append("\(path): \(actual.count) elements instead of \(expected.count)")
            }
            for index in expected.indices { compare(expected[index], actual[index], at: "\(path)[\(index)]") }
        case (.string(let expected), .string(let actual)): compareText(expected, actual, at: path)
        case (let expected, let actual):
            if expected != actual { differences.append("\(path): \(actual.text) instead of \(expected.text)") }
        }
    }

    private mutating func compareMembers(
        _ expected: JSON.Object, _ actual: JSON.Object, at path: String, besides: Set<String> = []
    ) {
        let names = Set(expected.members.map(\.name)).union(actual.members.map(\.name)).subtracting(besides)
        for name in names.sorted() {
            switch (expected[name], actual[name]) {
            case (let expected?, let actual?): compare(expected, actual, at: "\(path).\(name)")
            case (.some, nil): differences.append("\(path).\(name): missing")
            case (nil, .some(let actual)): differences.append("\(path).\(name): \(actual.text) instead of none")
            case (nil, nil): break
            }
        }
    }

    private mutating func compareText(_ expected: String, _ actual: String, at path: String) {
        let kinds = (TextKind(expected), TextKind(actual))
        guard kinds.0 == kinds.1 else {
            return differences.append("\(path): \(kinds.1) «\(actual)» instead of \(kinds.0) «\(expected)»")
        }
        switch kinds.0 {
        case .refreshToken, .identifier, .storeIdentifier, .storeCookie, .time, .passwordHash, .deviceToken,
            .randomText:
            break
        case .seed:
            if expected.count != actual.count {
                differences.append("\(path): a seed of \(actual.count) instead of \(expected.count) characters")
            }
        case .token: compareTokens(expected, actual, at: path)
        case .text:
            if allowsOwnWords, path.hasSuffix(".message") || path.hasSuffix(".reason") { break }
            if expected.withoutSeed.withoutIdentifiers != actual.withoutSeed.withoutIdentifiers {
                differences.append("\(path): «\(actual)» instead of «\(expected)»")
            }
        }
    }

    /// A JWT's claims: ours may add the session and its counter (design section 5).
    private mutating func compareTokens(_ expected: String, _ actual: String, at path: String) {
        guard let expected = JSONWebToken(expected), let actual = JSONWebToken(actual) else { return }
        compareMembers(expected.header, actual.header, at: "\(path) header")
        let additions = Set(["sid", "n"]).subtracting(expected.claims.members.map(\.name))
        compareMembers(expected.claims, actual.claims, at: "\(path) claims", besides: additions.union(["iat", "exp"]))
        for name in ["iat", "exp"] {
            let isWhole = (expected.claims[name]?.isInteger, actual.claims[name]?.isInteger)
            if isWhole.0 != isWhole.1 { differences.append("\(path) claims: \(name) is of another type") }
        }
        let lifetimes = (expected.lifetime, actual.lifetime)
        if lifetimes.0 != lifetimes.1 {
            differences.append("\(path): lives \(lifetimes.1 ?? 0) s instead of \(lifetimes.0 ?? 0) s")
        }
    }

    /// Whatever the words are: the message repeats the reason.
    private mutating func compareWords(_ expected: JSON.Object, _ actual: JSON.Object, at path: String) {
        guard expected["message"] != nil, let reason = actual["extensions"]?["reason"]?.string else { return }
        let message = actual["message"]?.string
        if reason.isEmpty || message != "Invalid payload. \(reason)." {
            differences.append("\(path).message: «\(message ?? "")» does not repeat the reason «\(reason)»")
        }
    }
}

extension JSONWebToken {
    /// `exp` less `iat`; `nil` without both.
    fileprivate var lifetime: Int64? {
        guard case .integer(let start)? = claims["iat"], case .integer(let end)? = claims["exp"] else { return nil }
        return end - start
    }
}

extension JSON {
    fileprivate var isInteger: Bool {
        if case .integer = self { true } else { false }
    }
}

extension String {
    /// The seed in an `otpauth:` address differs from run to run; its length does not.
    fileprivate var withoutSeed: String {
        guard hasPrefix("otpauth:") else { return self }
        return replacing(/secret=([A-Z2-7]+)/) { "secret=<\($0.1.count) characters>" }
    }
}
