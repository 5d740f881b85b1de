import SallyportCore
import TestSupport
import Testing

/// Sends the requests of one recorded server, in their order, to a live one, and judges the answers.
struct Replay {
    let configuration: Configuration
    /// All of this server; what is pending is not sent.
    let recordings: [Recording]

    /// Replays, and records an issue for each case that fails, by its name.
    func run() async throws -> Tally {
        guard let start = recordings.first?.answer.moment else {
            throw Recordings.Unreadable("There are no recordings of \(configuration.rawValue).")
        }
        // A minute to make what the recordings begin with; then the clock follows theirs.
        let clock = ManualClock(start - .seconds(60))
        return try await TestServer.run(configuration.environment, clock: clock) { server in
            let stage = Stage(server, try await Fixture.make(on: server), configuration)
            var tally = Tally()
            for batch in batches() { try await replay(batch, on: stage, &tally) }
            return tally
        }
    }

    /// A case, ready to be sent.
    private struct Prepared: Sendable {
        let recording: Recording
        let path: String
        let headers: [(String, String)]
        let body: [UInt8]?

        func send(_ client: HTTPClient) async throws -> HTTPAnswer {
            try await client.send(
                recording.request.method, path, headers: headers, body: body)
        }
    }

    /// What is sent at once: mostly one.
    private func batches() -> [[Recording]] {
        let sent = recordings.filter { Verdict.of($0.name, configuration) != nil }
        let joined = Dictionary(
            uniqueKeysWithValues: configuration.together.flatMap { together in
                together.names.map { ($0, together.names[0]) }
            })
        return sent.reduce(into: []) { batches, recording in
            if let first = joined[recording.name], let last = batches.indices.last, batches[last][0].name == first {
                batches[last].append(recording)
            } else {
                batches.append([recording])
            }
        }
    }

    private func replay(_ batch: [Recording], on stage: Stage, _ tally: inout Tally) async throws {
        // `Date` has whole seconds, of which half a one has passed on average.
        let moment = batch[0].answer.moment + .milliseconds(500)
        stage.server.clock.advance(by: max(.zero, moment - stage.server.clock.now))
        var prepared: [Prepared] = []
        for recording in batch {
            do { prepared.append(try await prepare(recording, on: stage)) } catch {
                fail(recording.name, ["it could not be prepared: \(error)"])
            }
        }
        let besides = configuration.together.first { $0.names[0] == batch[0].name }?.besides ?? 0
        let copies = prepared.isEmpty ? [] : Array(repeating: prepared[0], count: besides)
        let answers = await Self.send(prepared + copies, stage.server.client)
        for (index, (sent, outcome)) in zip(prepared + copies, answers).enumerated() {
            let isCopy = index >= prepared.count
            switch outcome {
            case .failure(let error): fail(sent.recording.name, ["there was no answer: \(error)"])
            case .success(let answer):
                if !isCopy { stage.note(answer, of: sent.recording) }
                judge(sent.recording, Answer(answer, at: stage.server.clock.now), &tally, isCopy: isCopy)
            }
        }
        if batch.count > 1, batch[0].group == "refresh" { try expectOneSuccessor(batch, stage) }
    }

    /// The recorded request with live tokens. No recorded one is left.
    private func prepare(_ recording: Recording, on stage: Stage) async throws -> Prepared {
        let slots = try await configuration.preparations[recording.name]?(stage) ?? [:]
        let shown = recording.request.shown
        try stage.note(slots, shownIn: recording.name, as: shown)
        let left = shown.filter { slots[$0.key] == nil && ($0.key == .wholeBody || TextKind($0.value).isCredential) }
        guard left.isEmpty else { throw Stage.Unprepared("it still shows the recorded \(left.keys)") }
        let (path, headers, body) = recording.request.replacing(slots)
        return Prepared(recording: recording, path: path, headers: headers, body: body)
    }

    private static func send(_ batch: [Prepared], _ client: HTTPClient) async -> [Result<HTTPAnswer, any Error>] {
        await withTaskGroup(of: (Int, Result<HTTPAnswer, any Error>).self) { tasks in
            for (index, prepared) in batch.enumerated() {
                tasks.addTask {
                    do { return (index, .success(try await prepared.send(client))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            return await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// D1: racers get one and the same successor.
    private func expectOneSuccessor(_ batch: [Recording], _ stage: Stage) throws {
        let successors = try batch.map { try stage.tokens(of: $0.name).refresh }
        if Set(successors).count != 1 { fail(batch[0].name, ["the racers got different successors"]) }
    }

    private func judge(_ recording: Recording, _ answer: Answer, _ tally: inout Tally, isCopy: Bool) {
        guard let verdict = Verdict.of(recording.name, configuration) else { return }
        let differences: [String]
        do {
            differences = try verdict.differences(recording, answer, in: recordings)
        } catch {
            differences = ["\(error)"]
        }
        if !differences.isEmpty {
            fail(recording.name, differences)
        } else if !isCopy {
            tally.count(verdict)
        }
    }

    private func fail(_ name: String, _ problems: [String]) {
        Issue.record("\(configuration.rawValue): \(name)\n  \(problems.joined(separator: "\n  "))")
    }
}
