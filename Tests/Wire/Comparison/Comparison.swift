import SallyportCore

/// Compares an answer with the expected one in all that counts (`recordings/README.md`): status, error, keys and the kinds
/// of their values, cookies, the specification's headers.
struct Comparison {
    /// A JSON parser's own words after `Invalid payload.` are aside.
    let allowsOwnWords: Bool
    private(set) var differences: [String] = []

    /// What differs, a line each; empty if nothing does.
    static func differences(_ expected: Answer, _ actual: Answer, allowsOwnWords: Bool = false) -> [String] {
        var comparison = Comparison(allowsOwnWords: allowsOwnWords)
        comparison.compare(expected, actual)
        return comparison.differences
    }

    private init(allowsOwnWords: Bool) {
        self.allowsOwnWords = allowsOwnWords
    }

    private mutating func compare(_ expected: Answer, _ actual: Answer) {
        note("status", expected.status, actual.status)
        compareHeaders(expected.headers, actual.headers)
        compareCookies(expected, actual)
        switch (expected.body, actual.body) {
        case (.none, .none): break
        case (.text(let expected), .text(let actual)):
            note("body", expected.withoutIdentifiers, actual.withoutIdentifiers)
        case (.json(let expected), .json(let actual)):
            var values = ValueComparison(allowsOwnWords: allowsOwnWords)
            values.compare(expected, actual, at: "body")
            differences += values.differences
        case (let expected, let actual): differences.append("body: \(actual.name) instead of \(expected.name)")
        }
    }

    private mutating func compareHeaders(_ expected: [String: String], _ actual: [String: String]) {
        for name in Set(expected.keys).union(actual.keys).sorted() {
            if name == "retry-after", let expected = expected[name].flatMap({ Int($0) }),
                let actual = actual[name].flatMap({ Int($0) }), abs(expected - actual) <= 1
            {
                continue
            }
            note(name, expected[name]?.withoutIdentifiers, actual[name]?.withoutIdentifiers)
        }
    }

    private mutating func compareCookies(_ expected: Answer, _ actual: Answer) {
        guard expected.cookies.map(\.name) == actual.cookies.map(\.name) else {
            return note("cookies", expected.cookies.map(\.name), actual.cookies.map(\.name))
        }
        for (wanted, got) in zip(expected.cookies, actual.cookies) {
            let path = "cookie \(wanted.name)"
            for name in Set(wanted.attributes.keys).union(got.attributes.keys).sorted() {
                // When it expires differs from run to run; that it says the same as Max-Age does not.
                let isMoment = name == "Expires"
                note(
                    "\(path) \(name)", wanted.attributes[name].map { isMoment ? "set" : $0 },
                    got.attributes[name].map { isMoment ? "set" : $0 })
            }
            // Medusa's cookies have no Max-Age; that ours have none either was compared above.
            if wanted.attributes["Max-Age"] != nil, let problem = got.expiryProblem(at: actual.moment) {
                differences.append("\(path): \(problem)")
            }
            var values = ValueComparison()
            values.compare(.string(wanted.value), .string(got.value), at: path)
            differences += values.differences
        }
    }

    private mutating func note<Value: Equatable>(_ what: String, _ expected: Value, _ actual: Value) {
        if expected != actual { differences.append("\(what): \(actual) instead of \(expected)") }
    }

    private mutating func note(_ what: String, _ expected: String?, _ actual: String?) {
        if expected != actual { differences.append("\(what): \(actual ?? "none") instead of \(expected ?? "none")") }
    }
}

extension String {
    /// Ids differ from run to run; that one stands there does not.
    var withoutIdentifiers: String {
        replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "<id>")
    }
}

extension Answer.Body {
    fileprivate var name: String {
        switch self {
        case .none: "nothing"
        case .text(let text): "the text \(text.prefix(100))"
        case .json(let json): "JSON \(json.text.prefix(100))"
        }
    }
}
