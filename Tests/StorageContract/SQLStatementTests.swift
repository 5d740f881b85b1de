import SallyportCore
import Testing

@testable import SallyportSQL

@Suite("SQL statements")
struct SQLStatementTests {
    @Test("a value never becomes SQL text", arguments: ["ada", "'; DROP TABLE accounts; --", "", "$1", "\0"])
    func binding(value: String) {
        let statement: SQLStatement = "SELECT id FROM accounts WHERE email = \(value) AND realm = \(nil as String?)"
        #expect(statement.text == "SELECT id FROM accounts WHERE email = $1 AND realm = $2")
        #expect(statement.bindings == [.text(value), .null])
    }

    @Test("what is made of parts is known as such, so that no engine keeps every query that anybody thinks of")
    func composed() {
        let part: SQLStatement = "id = \(1 as Int64)"
        let whole: SQLStatement = "SELECT id FROM accounts WHERE \(part) AND realm = \("team")"
        #expect(whole.text == "SELECT id FROM accounts WHERE id = $1 AND realm = $2")
        #expect(whole.isComposed)
        #expect(!part.isComposed)
    }

    @Test("more values than an engine binds are refused before it is asked")
    func tooManyValues() {
        let values = (0..<33_000).map { "\(Int64($0))" as SQLStatement }
        var statement = SQLStatement(ours: "SELECT ")
        for value in values { statement += value }
        #expect(throws: QuestionTooComplex.self) { try statement.validate() }
    }
}
