import SallyportCore
import Synchronization
import TestSupport

/// Sends what clients ask of the nodes, and writes down when it began, when it ended and what came of it.
final class HistoryRecorder: Sendable {
    private let cluster: LocalNodes
    private let state = Mutex(State())

    private struct State {
        var events: [HistoryEvent] = []
        var position = 0
    }

    init(_ cluster: LocalNodes) {
        self.cluster = cluster
    }

    /// What happened so far.
    var history: [HistoryEvent] { state.withLock { $0.events } }

    private func position() -> Int {
        state.withLock { state in
            state.position += 1
            return state.position
        }
    }

    /// Records one exchange with a node.
    ///
    /// - Parameter token: the refresh token that an answer bears.
    /// - Returns: the answer, if there is one.
    @discardableResult
    func record(
        _ action: HistoryEvent.Action, session: HistoryEvent.Session, node: Int,
        token: @Sendable (HTTPAnswer) -> String? = { _ in nil }, _ send: (TestServer) async throws -> HTTPAnswer
    ) async -> HTTPAnswer? {
        let begun = position()
        let time = cluster.clock.now
        let answer = try? await send(cluster[node])
        let told: HistoryEvent.Answer =
            switch answer?.status {
            case 200, 204: .accepted(token: answer.flatMap(token))
            case 401: .refused
            default: .unknown
            }
        let event = HistoryEvent(
            action: action, session: session, node: node, begun: begun, ended: position(), time: time, answer: told)
        state.withLock { $0.events.append(event) }
        return answer
    }
}

extension Visitor {
    /// The refresh token in what a client keeps: in session mode it is a claim of the cookie's JWT.
    static func refreshToken(in credential: String, _ mode: TokenMode) -> String {
        guard mode == .session else { return credential }
        let parts = credential.split(separator: ".")
        guard parts.count == 3, let claims = Base64URL.decode(parts[1].utf8) else { return credential }
        return (try? JSON(parsing: claims))?["session"]?.string ?? credential
    }

    var refreshToken: String { Self.refreshToken(in: credential, mode) }
}
