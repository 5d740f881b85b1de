import SallyportCore

/// Says whether a history of one account can be explained: whether, for each session, there is one order of what was asked
/// that agrees with real time and in which a session lives until something ends it, and then never again.
///
/// A refresh, and a change of the password, are decided on the database: they have no leeway. An access credential may be good for ``bound`` after the end on
/// other nodes than the one that ended it.
struct HistoryChecker: Sendable {
    let history: [HistoryEvent]
    var bound: Duration = .seconds(1)
    var grace: Duration = .seconds(10)

    /// All that cannot be explained.
    func violations() -> [HistoryViolation] {
        let sessions = Set(history.map(\.session)).sorted()
        return sessions.flatMap { lifetime(of: $0) + tokens(of: $0) } + passwords()
    }

    // MARK: Life and death

    /// A proof that the session is dead from the end of that event on.
    private struct Death {
        var event: HistoryEvent
        /// Whether the event's node knows it at once: it ended the session itself.
        var isKnownAtOnce: Bool
        /// When the proof is there.
        var proven: Int
    }

    private func lifetime(of session: HistoryEvent.Session) -> [HistoryViolation] {
        let own = history.filter { $0.session == session }
        let deaths = deaths(of: session)
        var found: [HistoryViolation] = []
        for event in own {
            switch (event.action, event.answer) {
            // Both ask the database.
            case (.refresh, .accepted), (.changePassword, .accepted):
                if let death = deaths.first(where: { $0.proven < event.begun }) {
                    found.append(HistoryViolation(.refreshedAfterEnd, "\(event), after \(death.event)"))
                }
            case (.use, .accepted):
                let death = deaths.first { death in
                    death.proven < event.begun
                        && (death.isKnownAtOnce && death.event.node == event.node
                            || event.time - death.event.time >= bound)
                }
                if let death { found.append(HistoryViolation(.usedAfterEnd, "\(event), after \(death.event)")) }
            case (.use(let token), .refused) where mayBeLate(token, at: event): break
            case (.refresh, .refused), (.use, .refused), (.changePassword, .refused):
                if !mayBeDead(session, for: event) { found.append(HistoryViolation(.refusedWithoutReason, "\(event)")) }
            default: break
            }
        }
        return found
    }

    /// What proves a session's death: what ended it, and whoever was told so.
    private func deaths(of session: HistoryEvent.Session) -> [Death] {
        let login = history.first { $0.session == session && $0.action.isLogin }
        return history.compactMap { event in
            switch (event.action, event.answer) {
            case (.logout, .accepted) where event.session == session,
                (.refresh, .refused) where event.session == session:
                return Death(event: event, isKnownAtOnce: true, proven: event.ended)
            case (.use(let token), .refused) where event.session == session && !mayBeLate(token, at: event):
                return Death(event: event, isKnownAtOnce: false, proven: event.ended)
            case (.changePassword(let replaced), .accepted) where event.session != session:
                // Whoever signed in with that password, or one before, did so before it was replaced.
                guard let login, case .login(let password) = login.action, password <= replaced else { return nil }
                return Death(event: event, isKnownAtOnce: true, proven: max(event.ended, login.ended))
            default: return nil
            }
        }
    }

    /// Whether the credential may have been a session cookie that was out of date: it is refused while the session lives.
    private func mayBeLate(_ token: String, at event: HistoryEvent) -> Bool {
        history.contains { other in
            guard case .refresh(token) = other.action, other.answer != .accepted(token: token) else { return false }
            return other.session == event.session && other.answer != .refused && other.begun < event.ended
                && event.time - other.time >= grace
        }
    }

    /// Whether something may have ended the session before the event did: something that had begun by then.
    private func mayBeDead(_ session: HistoryEvent.Session, for event: HistoryEvent) -> Bool {
        history.contains { cause in
            guard cause.begun < event.ended else { return false }
            switch cause.action {
            case .logout: return cause.session == session && cause.answer != .refused
            case .changePassword: return cause.session != session && cause.answer != .refused
            case .refresh(let token):
                return cause.session == session && !cause.isAccepted
                    && isStolen(token, at: cause) { $0.begun < cause.ended }
            case .login, .use: return false
            }
        }
    }

    // MARK: Tokens

    private typealias Successors = [String: Set<String>]

    /// The tokens that came from each, in the events that count.
    private func successors(
        in session: HistoryEvent.Session, counting counts: (HistoryEvent) -> Bool = { _ in true }
    ) -> Successors {
        var successors: Successors = [:]
        for event in history where event.session == session && counts(event) {
            guard case .refresh(let token) = event.action, case .accepted(let next?) = event.answer, next != token
            else { continue }
            successors[token, default: []].insert(next)
        }
        return successors
    }

    private func tokens(of session: HistoryEvent.Session) -> [HistoryViolation] {
        let successors = successors(in: session)
        var found: [HistoryViolation] = []
        for (token, next) in successors where next.count > 1 {
            found.append(HistoryViolation(.twoSuccessors, "\(next.sorted()) came from \(token)"))
        }
        var origins: [String: String] = [:]
        for (token, next) in successors {
            for one in next {
                if let other = origins.updateValue(token, forKey: one) {
                    found.append(HistoryViolation(.disorder, "\(one) came from \(token) and from \(other)"))
                }
            }
        }
        for token in successors.keys where descendants(of: token, successors).contains(token) {
            found.append(HistoryViolation(.disorder, "\(token) came from itself"))
        }
        for event in history where event.session == session && event.isAccepted {
            guard case .refresh(let token) = event.action else { continue }
            let isStolen = isStolen(token, at: event) { $0.isAccepted && $0.ended < event.begun }
            if isStolen { found.append(HistoryViolation(.stolenCopyAccepted, "\(event)")) }
        }
        return found
    }

    private func descendants(of token: String, _ successors: Successors) -> Set<String> {
        var found: Set<String> = []
        var open = successors[token] ?? []
        while let next = open.popFirst() {
            guard found.insert(next).inserted else { continue }
            open.formUnion(successors[next] ?? [])
        }
        return found
    }

    /// Whether the token is a stolen copy (rule 5.3) if those events came before: a successor has been in use for the grace
    /// period, or has a successor itself.
    private func isStolen(
        _ token: String, at event: HistoryEvent, after counts: (HistoryEvent) -> Bool
    ) -> Bool {
        let successors = successors(in: event.session, counting: counts)
        let later = descendants(of: token, successors)
        if later.subtracting(successors[token] ?? []).isEmpty == false { return true }
        return history.contains { other in
            other.session == event.session && counts(other) && later.contains(other.shown ?? "")
                && event.time - other.time >= grace
        }
    }

    // MARK: Passwords

    private func passwords() -> [HistoryViolation] {
        history.compactMap { event in
            guard case .login(let password) = event.action else { return nil }
            switch event.answer {
            case .accepted:
                let replaced = history.contains { change in
                    guard case .changePassword(let old) = change.action else { return false }
                    return change.isAccepted && old >= password && change.ended < event.begun
                }
                return replaced ? HistoryViolation(.oldPasswordAccepted, "\(event)") : nil
            case .refused:
                let mayBeWrong = history.contains { change in
                    guard case .changePassword(let old) = change.action else { return false }
                    // It may have been replaced already, or not be there yet.
                    return change.answer != .refused && change.begun < event.ended
                        && (old >= password || old == password - 1 && change.ended > event.begun)
                }
                return mayBeWrong ? nil : HistoryViolation(.rightPasswordRefused, "\(event)")
            case .unknown: return nil
            }
        }
    }
}

extension HistoryEvent {
    /// The refresh token that was shown, or whose access credential was.
    fileprivate var shown: String? {
        switch action {
        case .refresh(let token), .use(let token): token
        case .login, .logout, .changePassword: nil
        }
    }
}

extension HistoryEvent.Action {
    var isLogin: Bool { if case .login = self { true } else { false } }
}
