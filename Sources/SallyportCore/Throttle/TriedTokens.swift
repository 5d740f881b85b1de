import Synchronization

/// Which static tokens were shown from which networks a while ago, and whether they were good: none of them is a guess any
/// more. A token that is in use pays for no attempt of its neighbours, and a program that goes on showing a dead one uses up
/// nobody's budget.
///
/// In memory, of this node, bounded: what is forgotten is a guess once more.
final class TriedTokens: Sendable {
    struct Trial: Hashable, Sendable {
        var token: StaticToken.Digest
        var network: String?
    }

    private static let capacity = 10_000
    private let trials = Mutex<[Trial: Bool]>([:])

    /// Whether it was good then; `nil` if nobody remembers.
    func outcome(_ trial: Trial) -> Bool? {
        trials.withLock { $0[trial] }
    }

    func note(_ trial: Trial, isGood: Bool) {
        trials.withLock { trials in
            if trials.count >= Self.capacity, trials[trial] == nil {
                trials = trials.filter(\.value)
                if trials.count >= Self.capacity { trials.removeAll(keepingCapacity: true) }
            }
            trials[trial] = isGood
        }
    }
}
