import SallyportCore

/// What is expected of a case that is replayed.
enum Verdict: Sendable {
    case agrees
    case differs([Deviation])

    /// `nil` for a case that is pending, or in no list.
    static func of(_ name: String, _ configuration: Configuration) -> Verdict? {
        if let deviations = Deviations.cases[configuration]?[name] { return .differs(deviations) }
        return Agreements.cases[configuration]?.contains(name) == true ? .agrees : nil
    }

    /// What is wrong with an answer; empty if it is as expected.
    func differences(_ recording: Recording, _ answer: Answer, in recordings: [Recording]) throws -> [String] {
        let allowsOwnWords = Agreements.parserWords.contains(recording.name)
        guard case .differs(let deviations) = self else {
            return Comparison.differences(recording.answer, answer, allowsOwnWords: allowsOwnWords)
        }
        let problems = Comparison.differences(try recording.answer.deviating(by: deviations, recordings), answer)
        guard problems.isEmpty else { return problems }
        // Each deviation must be needed: without it, the answer is not the expected one.
        return try deviations.indices.compactMap { index in
            var others = deviations
            others.remove(at: index)
            let without = Comparison.differences(try recording.answer.deviating(by: others, recordings), answer)
            return without.isEmpty ? "\(deviations[index].number) explains nothing: it agrees without" : nil
        }
    }
}
