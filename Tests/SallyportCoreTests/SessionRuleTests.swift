import Testing

@testable import SallyportCore

/// Design section 5, each row of the table at its boundaries.
@Suite("The session rule")
struct SessionRuleTests {
    typealias Verdict = SessionRule.Verdict

    let rule = SessionRule(settings: SessionSettings())
    let now = Timestamp(milliseconds: 1_780_660_800_000)

    /// A session at counter 5, rotated and seen so many milliseconds ago.
    private func session(rotated: Int64?, seen: Int64? = nil) -> Session {
        var session = Session(
            id: Session.ID(rawValue: "s"), account: Account.ID(rawValue: "a"), provider: .default, counter: 5,
            created: now - .seconds(86_400), lastSeen: now, idleExpiry: now + .seconds(60), client: Client())
        session.rotated = rotated.map { now - .milliseconds($0) }
        session.seen = seen.map { now - .milliseconds($0) }
        return session
    }

    private func judge(_ counter: Int64, _ session: Session, issued: Int64 = 0, mode: TokenMode = .json) -> Verdict {
        let token = RefreshToken(session: session.id, counter: counter, issued: now - .milliseconds(issued))
        return rule.judge(token, of: session, mode: mode, at: now)
    }

    @Test(
        "5.1: the current token rotates, unless a rotation made it within the grace period",
        arguments: [
            (nil, .rotate(catchUp: false)), (0, .repeat(catchUp: false)), (9_999, .repeat(catchUp: false)),
            (10_000, .rotate(catchUp: false)), (86_400_000, .rotate(catchUp: false)),
        ] as [(Int64?, Verdict)])
    func current(rotated: Int64?, verdict: Verdict) {
        #expect(judge(5, session(rotated: rotated)) == verdict)
    }

    @Test(
        "5.2: the predecessor gets the successor until that was seen for the grace period; 5.3: then it is stolen",
        arguments: [
            (nil, .repeat(catchUp: false)), (0, .repeat(catchUp: false)), (9_999, .repeat(catchUp: false)),
            (10_000, .stolen), (86_400_000, .stolen),
        ] as [(Int64?, Verdict)])
    func predecessor(seen: Int64?, verdict: Verdict) {
        #expect(judge(4, session(rotated: 90_000_000, seen: seen)) == verdict)
    }

    @Test("5.3: anything older is stolen, seen or not", arguments: [3, 1, 0] as [Int64])
    func older(counter: Int64) {
        #expect(judge(counter, session(rotated: 0)) == .stolen)
        #expect(judge(counter, session(rotated: 0, seen: 0)) == .stolen)
    }

    @Test(
        "5.5: a token ahead of the row takes the row along, and rotates by its own age",
        arguments: [
            (6, 0, .repeat(catchUp: true)), (6, 10_000, .rotate(catchUp: true)), (400, 9_999, .repeat(catchUp: true)),
        ]
            as [(Int64, Int64, Verdict)])
    func ahead(counter: Int64, issued: Int64, verdict: Verdict) {
        #expect(judge(counter, session(rotated: 60_000), issued: issued) == verdict)
    }

    @Test("5.5: the token's idle time counts when the row's is over; nothing revives a revoked session")
    func aheadOfExpiry() {
        var old = session(rotated: 60_000)
        old.idleExpiry = now - .seconds(1)
        #expect(judge(5, old) == .dead)
        #expect(judge(6, old, issued: 3_600_000) == .rotate(catchUp: true))
        #expect(judge(6, old, issued: 2 * 86_400_000, mode: .session) == .dead)
        old.revoked = now - .seconds(1)
        #expect(judge(6, old, issued: 3_600_000) == .dead)
    }

    @Test("a session is over at the millisecond of its expiry, not before")
    func expiry() {
        var session = session(rotated: nil)
        session.idleExpiry = now + .milliseconds(1)
        #expect(judge(5, session) == .rotate(catchUp: false))
        session.idleExpiry = now
        #expect(judge(5, session) == .dead)
        session.idleExpiry = now + .seconds(60)
        session.absoluteExpiry = now + .milliseconds(1)
        #expect(judge(5, session) == .rotate(catchUp: false))
        session.absoluteExpiry = now
        #expect(judge(5, session) == .dead)
        #expect(judge(6, session) == .dead)
    }

    @Test("a revoked session is dead for every token", arguments: [0, 4, 5, 6] as [Int64])
    func revoked(counter: Int64) {
        var session = session(rotated: nil)
        session.revoked = now
        #expect(judge(counter, session) == .dead)
    }

    @Test("a clock that was set back takes nobody for a thief")
    func clockSetBack() {
        #expect(judge(4, session(rotated: -3_600_000, seen: -3_600_000)) == .repeat(catchUp: false))
    }

    @Test(
        "a superseded session cookie opens doors for the grace period only",
        arguments: [
            (5, nil, true), (4, 0, true), (4, 9_999, true), (4, 10_000, false), (3, 0, false), (6, 60_000, true),
        ]
            as [(Int64, Int64?, Bool)])
    func cookies(counter: Int64, rotated: Int64?, isAccepted: Bool) {
        let session = session(rotated: rotated)
        let token = RefreshToken(session: session.id, counter: counter, issued: now)
        #expect(rule.accepts(cookie: token, of: session, at: now) == isAccepted)
    }
}
