import SallyportCore
import TestSupport
import Testing

/// Sends the requests of a recorded Medusa, in their order, to a live server, and judges the answers.
enum MedusaReplay {
    static let reset = "https://shop.example.com/reset"
    static let environment = [
        "MEDUSA_ENABLED": "true", "MEDUSA_PASSWORD_RESET_URL": reset, "STORE_CORS": "http://localhost:8000",
        "RATE_LIMITER_REGISTRATION_ENABLED": "false",
    ]

    /// Replays, and records an issue for each case that fails, by its name.
    static func run(
        _ recordings: Recordings, _ verdicts: [String: MedusaVerdict], _ environment: [String: String] = [:],
        _ prepare: @escaping @Sendable (String, MedusaStage) async throws -> [String: String]
    ) async throws -> Tally {
        guard let start = recordings.all.first?.answer.moment else {
            throw Recordings.Unreadable("There are no recordings of Medusa.")
        }
        let clock = ManualClock(start - .seconds(60))
        return try await TestServer.run(Self.environment.merging(environment) { $1 }, clock: clock) { server in
            let stage = MedusaStage(server)
            var tally = Tally()
            for recording in recordings.all {
                guard case .differs(let deviations)? = verdicts[recording.name] else { continue }
                let moment = recording.answer.moment + .milliseconds(500)
                server.clock.advance(by: max(.zero, moment - server.clock.now))
                do {
                    let values = try await prepare(recording.name, stage)
                    let answer = try await stage.send(recording, values)
                    let verdict: Verdict = deviations.isEmpty ? .agrees : .differs(deviations)
                    let problems = try Self.differences(
                        verdict, recording, Answer(answer, at: server.clock.now), in: recordings.all)
                    if problems.isEmpty {
                        tally.count(verdict)
                    } else {
                        Issue.record("\(recording.name)\n  \(problems.joined(separator: "\n  "))")
                    }
                } catch { Issue.record("\(recording.name): \(error)") }
            }
            return tally
        }
    }

    private static func differences(
        _ verdict: Verdict, _ recording: Recording, _ answer: Answer, in recordings: [Recording]
    ) throws -> [String] {
        var answer = answer
        // The parser's own words.
        if case .json(let body) = answer.body, let message = body["message"]?.string,
            message.hasPrefix("The body can't be read: ")
        {
            answer.body = .json(["type": body["type"] ?? .null, "message": "The body can't be read: "])
        }
        return try verdict.differences(recording, answer, in: recordings)
    }
}

/// A live server in the state that a recorded Medusa has reached.
final class MedusaStage {
    let server: TestServer
    private var values: [String: String] = [:]

    init(_ server: TestServer) {
        self.server = server
    }

    /// Something that a preparation relies on is not so.
    struct Unprepared: Error, CustomStringConvertible {
        let description: String
    }

    func keep(_ value: String?, as name: String) throws {
        guard let value else { throw Unprepared(description: "there is no \(name)") }
        values[name] = value
    }

    func kept(_ name: String) throws -> String {
        guard let value = values[name] else { throw Unprepared(description: "nothing was kept as \(name)") }
        return value
    }

    func post(_ path: String, _ body: JSON, headers: [(String, String)] = []) async throws -> HTTPAnswer {
        try await server.client.send("POST", path, headers: headers, json: body)
    }

    /// The recorded request, with live values of these headers, and of `token` in body or query.
    func send(_ recording: Recording, _ values: [String: String]) async throws -> HTTPAnswer {
        let request = recording.request
        var headers = request.headers.filter { $0.name.lowercased() != "content-length" }
        for index in headers.indices {
            if let value = values[headers[index].name.lowercased()] { headers[index].value = value }
        }
        var body = request.body
        var path = request.path
        if let token = values["token"] {
            if let recorded = body.flatMap({ try? JSON(parsing: $0.utf8) })?["token"]?.string {
                body = body?.replacing(recorded, with: token)
            }
            path = path.replacing(/token=[^&]+/, with: "token=\(token)")
        }
        return try await server.client.send(
            request.method, path, headers: headers.map { ($0.name, $0.value) }, body: body.map { Array($0.utf8) })
    }
}
