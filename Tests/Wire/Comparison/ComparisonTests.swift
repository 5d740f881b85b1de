import SallyportCore
import TestSupport
import Testing

/// The comparison itself: whatever counts, it sees.
@Suite("Comparing answers")
struct ComparisonTests {
    private func answer(_ name: String) throws -> Answer {
        try #require(try Recordings.read().of(.standard).first { $0.name == name }).answer
    }

    @Test("an answer agrees with itself", arguments: ["login/ok-cookie", "login/ok-session", "me/fields-star-role"])
    func same(name: String) throws {
        #expect(Comparison.differences(try answer(name), try answer(name)) == [])
    }

    @Test("tokens, ids and moments may differ from run to run")
    func differentValues() throws {
        #expect(Comparison.differences(try answer("login/ok-json"), try answer("login/ok-default-mode")) == [])
    }

    /// A change of `login/ok-cookie` that must not pass.
    enum Change: String, CaseIterable, Sendable {
        case status, header, missingHeader, noCookie, lifetime, flag, value, expiry, body

        func apply(to answer: inout Answer) {
            switch self {
            case .status: answer.status = 201
            case .header: answer.headers["cache-control"] = "private"
            case .missingHeader: answer.headers["vary"] = nil
            case .noCookie: answer.cookies = []
            case .lifetime: answer.cookies[0].attributes["Max-Age"] = "604801"
            case .flag: answer.cookies[0].attributes["HttpOnly"] = nil
            case .value: answer.cookies[0] = CookieField("directus_refresh_token=")
            case .expiry: answer.cookies[0].attributes["Expires"] = "Sat, 21 Nov 2026 19:33:51 GMT"
            case .body: answer.body = .none
            }
        }
    }

    @Test("a change is seen", arguments: Change.allCases)
    func changes(change: Change) throws {
        let expected = try answer("login/ok-cookie")
        var actual = expected
        change.apply(to: &actual)
        #expect(!Comparison.differences(expected, actual).isEmpty)
    }

    @Test(
        "a change of a value is seen",
        arguments: [
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1}"#, #"{"a":"1"}"#), (#"{"a":1}"#, #"{"b":1}"#),
            (#"{"a":1}"#, #"{"a":1,"b":1}"#), (#"{"a":null}"#, #"{}"#), (#"{"a":null}"#, #"{"a":false}"#),
            (#"{"a":[1]}"#, #"{"a":[]}"#), (#"{"a":{}}"#, #"{"a":[]}"#), (#"{"a":"x"}"#, #"{"a":"y"}"#),
            (#"{"a":"00000000-0000-4000-8000-000000000000"}"#, #"{"a":"nobody"}"#),
        ])
    func values(expected: String, actual: String) throws {
        var comparison = ValueComparison()
        comparison.compare(try JSON(parsing: expected.utf8), try JSON(parsing: actual.utf8), at: "body")
        #expect(comparison.differences.count >= 1)
    }

    @Test("a JWT may add the session, nothing else, and must live as long")
    func claims() throws {
        let claims: JSON.Object = ["id": "x", "iat": 0, "exp": 900]
        func differences(_ other: JSON.Object) -> [String] {
            var comparison = ValueComparison()
            comparison.compare(
                .string(JSONWebToken(claims: claims).signed(with: "one")),
                .string(JSONWebToken(claims: other).signed(with: "other")), at: "token")
            return comparison.differences
        }
        #expect(differences(["sid": "s", "n": 0, "id": "x", "iat": 100, "exp": 1000]) == [])
        #expect(!differences(["aud": "a", "id": "x", "iat": 100, "exp": 1000]).isEmpty)
        #expect(!differences(["id": "x", "iat": 100, "exp": 1001]).isEmpty)
        #expect(!differences(["id": 5, "iat": 100, "exp": 1000]).isEmpty)
        #expect(!differences(["iat": 100, "exp": 1000]).isEmpty)
    }
}
