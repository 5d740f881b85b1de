import Foundation
import Testing

/// The recordings of the original server, replayed (design section 9).
@Suite("On the wire of Directus 11.17.4", .printingSummary)
struct WireTests {
    @Test(
        "the same requests in the same state get the same answers, or those of a deviation",
        arguments: Configuration.allCases)
    func replay(configuration: Configuration) async throws {
        let replay = Replay(configuration: configuration, recordings: try Recordings.read().of(configuration))
        PrintingSummary.counted?.add(try await replay.run())
    }

    @Test("every recorded case stands in exactly one list, and every entry is recorded")
    func lists() throws {
        let recordings = try Recordings.read().all
        for recording in recordings {
            let lists = Self.lists(of: recording)
            #expect(lists.count == 1, "\(recording.configuration): \(recording.name)")
        }
        #expect(Pending.groups.keys.allSatisfy { group in recordings.contains { $0.group == group } })
        for configuration in Configuration.allCases {
            let recorded = recordings.filter { $0.configuration == configuration.rawValue }.map(\.name)
            let entries =
                (Agreements.cases[configuration] ?? []) + (Deviations.cases[configuration] ?? [:]).keys
                + (Pending.cases[configuration] ?? [:]).values.joined()
            #expect(Set(entries).subtracting(recorded) == [], "\(configuration.rawValue)")
            #expect(entries.count == Set(entries).count, "\(configuration.rawValue)")
            let replayed = recorded.filter { Verdict.of($0, configuration) != nil }
            #expect(Set(configuration.preparations.keys).subtracting(replayed) == [], "\(configuration.rawValue)")
        }
    }

    @Test("every deviation stands in docs/compatibility.md with its number", arguments: Deviations.numbers)
    func deviations(number: String) throws {
        let file = Recordings.packageRoot.appendingPathComponent("docs/compatibility.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let words = text.split { !$0.isLetter && !$0.isNumber }
        #expect(words.contains { $0 == number })
    }

    private static func lists(of recording: Recording) -> [String] {
        var lists: [String] = []
        if let configuration = Configuration(rawValue: recording.configuration) {
            if Agreements.cases[configuration]?.contains(recording.name) == true { lists.append("agrees") }
            if Deviations.cases[configuration]?[recording.name] != nil { lists.append("differs") }
        }
        if Pending.subject(of: recording) != nil { lists.append("pending") }
        return lists
    }
}
