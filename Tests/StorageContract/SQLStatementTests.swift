import SallyportSQL
import Testing

@Suite("SQL statements")
struct SQLStatementTests {
    @Test("a value never becomes SQL text", arguments: ["ada", "'; DROP TABLE accounts; --", "", "$1", "\0"])
    func binding(value: String) {
        let statement: SQLStatement = "SELECT id FROM accounts WHERE email = \(value) AND realm = \(nil as String?)"
        #expect(statement.text == "SELECT id FROM accounts WHERE email = $1 AND realm = $2")
        #expect(statement.bindings == [.text(value), .null])
    }
}
