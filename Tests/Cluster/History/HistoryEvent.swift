import SallyportCore

/// What a client asked of a node, when, and what it was told.
struct HistoryEvent: Sendable, CustomStringConvertible {
    /// A session, as clients can tell one: by the sign-in that opened it.
    typealias Session = Int

    /// What was asked.
    enum Action: Sendable, Hashable {
        /// With the account's so-and-so-manieth password.
        case login(password: Int)
        /// With that token, by its owner or by somebody who had copied it.
        case refresh(token: String)
        case logout
        /// `GET /users/me`, with the access credential that came with that token.
        case use(token: String)
        /// By the session itself: the password of that number is followed by the next.
        case changePassword(from: Int)
    }

    /// What the node said.
    enum Answer: Sendable, Hashable {
        /// 200 or 204, and the refresh token in it.
        case accepted(token: String? = nil)
        /// 401
        case refused
        /// 503, or no answer: it may have been done or not.
        case unknown
    }

    var action: Action
    /// For a sign-in the one that it opens, if it opens one.
    var session: Session
    var node: Int
    /// Positions in real time.
    var begun: Int
    var ended: Int
    /// The database's time, which stands still during the event.
    var time: Timestamp
    var answer: Answer

    var description: String {
        "[\(begun)–\(ended)] at \(time.milliseconds): \(action) of session \(session) on node \(node): \(answer)"
    }

    var isAccepted: Bool { if case .accepted = answer { true } else { false } }
}
