import SallyportCore

/// Which live token stands for which recorded one: a second look at what the preparations say.
///
/// A recorded JWT may stand for several live ones: two that were issued in one second are the same text there.
struct TokenPairs {
    private var live: [String: Set<String>] = [:]

    /// A live token is of the recorded one's kind and, if that one is known from an answer, stands for it.
    mutating func check(_ recorded: String, _ token: String) throws(Stage.Unprepared) {
        var comparison = ValueComparison()
        comparison.compare(.string(recorded), .string(token), at: "token")
        guard comparison.differences.isEmpty else {
            throw Stage.Unprepared("the live token is of another kind: \(comparison.differences)")
        }
        guard live[recorded, default: [token]].contains(token) else {
            throw Stage.Unprepared("the recorded token stands for another live one")
        }
        live[recorded] = [token]
    }

    /// Two answers to the same request bear tokens that mean the same.
    mutating func learn(_ recorded: Answer, _ actual: Answer) {
        for (recorded, token) in zip(recorded.cookies, actual.cookies) where recorded.name == token.name {
            learn(recorded.value, token.value)
        }
        if case .json(let recorded) = recorded.body, case .json(let actual) = actual.body {
            for name in ["access_token", "refresh_token"] {
                if let recorded = recorded["data"]?[name]?.string, let token = actual["data"]?[name]?.string {
                    learn(recorded, token)
                }
            }
        }
    }

    private mutating func learn(_ recorded: String, _ token: String) {
        if TextKind(recorded).isCredential { live[recorded, default: []].insert(token) }
    }
}
