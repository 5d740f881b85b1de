import SallyportCore
import Testing

/// The judgement itself: a deviation is exact, and needed.
@Suite("Judging answers")
struct VerdictTests {
    private let recordings: [Recording]

    init() throws {
        recordings = try Recordings.read().of(.standard)
    }

    private func differences(
        _ name: String, _ verdict: Verdict, _ change: (inout Answer) -> Void = { _ in }
    ) throws -> [String] {
        let recording = try #require(recordings.first { $0.name == name })
        var answer = recording.answer
        change(&answer)
        return try verdict.differences(recording, answer, in: recordings)
    }

    @Test("the recorded answer agrees, any other does not")
    func agreement() throws {
        #expect(try differences("login/ok-json", .agrees) == [])
        #expect(try !differences("login/ok-json", .agrees) { $0.status = 204 }.isEmpty)
    }

    @Test("a deviation demands what it says, and nothing else may differ")
    func deviation() throws {
        func notStored(_ answer: inout Answer) { answer.headers["cache-control"] = "no-store" }
        #expect(try differences("login/ok-json", .differs([.d18]), notStored) == [])
        #expect(try !differences("login/ok-json", .differs([.d18])).isEmpty)
        let more = try differences("login/ok-json", .differs([.d18])) { answer in
            notStored(&answer)
            answer.status = 201
        }
        #expect(more.count == 1)
    }

    @Test("a deviation whose case agrees without it is a failure")
    func needlessDeviation() throws {
        #expect(try !differences("me/anonymous", .differs([.d10])).isEmpty)
        #expect(try !differences("me/anonymous", .differs([.instead("D3", as: "me/query-token-garbage")])).isEmpty)
        let needless = try differences("login/ok-json", .differs([.d10, .d18])) { answer in
            answer.headers["cache-control"] = "no-store"
        }
        #expect(needless == ["D10 explains nothing: it agrees without"])
    }

    @Test("a parser's own words are aside where a parser speaks, and nowhere else")
    func parserWords() throws {
        func reworded(_ answer: inout Answer) {
            answer.body = .json([
                "errors": [
                    [
                        "message": "Invalid payload. No.",
                        "extensions": ["reason": "No", "code": "INVALID_PAYLOAD"],
                    ]
                ]
            ])
        }
        #expect(try differences("login/bad-json", .agrees, reworded) == [])
        #expect(try !differences("login/empty-object", .agrees, reworded).isEmpty)
    }
}
