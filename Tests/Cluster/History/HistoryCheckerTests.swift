import SallyportCore
import Testing

/// The checker must find each kind of violation, and must not find what is none.
@Suite("The checker of histories")
struct HistoryCheckerTests {
    /// Writes histories down: each event begins after the one before has ended, unless it is said to overlap.
    private struct Writer {
        var events: [HistoryEvent] = []
        var time = Timestamp(milliseconds: 1_000_000)
        private var position = 0

        mutating func add(
            _ action: HistoryEvent.Action, _ answer: HistoryEvent.Answer = .accepted(), session: Int = 1, node: Int = 0,
            overlapping: Bool = false
        ) {
            let begun = overlapping ? (events.last?.begun ?? 0) + 1 : position + 1
            position = max(position, begun) + 10
            events.append(
                HistoryEvent(
                    action: action, session: session, node: node, begun: begun, ended: position, time: time,
                    answer: answer))
        }

        var kinds: Set<HistoryViolation.Kind> { Set(HistoryChecker(history: events).violations().map(\.kind)) }
    }

    private func history(_ write: (inout Writer) -> Void) -> Set<HistoryViolation.Kind> {
        var writer = Writer()
        writer.add(.login(password: 0))
        write(&writer)
        return writer.kinds
    }

    // MARK: Explained

    @Test("explains a life from sign-in to logout")
    func life() {
        #expect(
            history {
                $0.add(.use(token: "a"), node: 1)
                $0.add(.refresh(token: "a"), .accepted(token: "b"), node: 2)
                $0.add(.refresh(token: "a"), .accepted(token: "b"), node: 1)
                $0.time = $0.time + .seconds(20)
                $0.add(.refresh(token: "b"), .accepted(token: "c"))
                $0.add(.logout)
                $0.add(.use(token: "c"), .refused)
                $0.add(.refresh(token: "c"), .refused, node: 2)
            }.isEmpty)
    }

    @Test("explains another node's belief for less than a second")
    func belief() {
        #expect(
            history {
                $0.add(.logout)
                $0.time = $0.time + .milliseconds(999)
                $0.add(.use(token: "a"), node: 1)
            }.isEmpty)
    }

    @Test("explains what overlaps: either may have come first")
    func overlap() {
        for answer in [HistoryEvent.Answer.accepted(token: "b"), .refused] {
            #expect(
                history {
                    $0.add(.logout)
                    $0.add(.refresh(token: "a"), answer, node: 1, overlapping: true)
                }.isEmpty)
        }
    }

    @Test("explains a session's end by a stolen copy")
    func theft() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.add(.use(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.refresh(token: "a"), .refused, node: 1)
                $0.add(.refresh(token: "b"), .refused, node: 2)
            }.isEmpty)
    }

    @Test("explains a session's end by what was older than the predecessor")
    func olderThanThePredecessor() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.refresh(token: "b"), .accepted(token: "c"))
                $0.add(.refresh(token: "a"), .refused, node: 1)
                $0.add(.use(token: "c"), .refused, node: 1)
            }.isEmpty)
    }

    @Test("explains a session's end by another's change of the password, and the change's own life")
    func password() {
        #expect(
            history {
                $0.add(.login(password: 0), session: 2)
                $0.add(.changePassword(from: 0), session: 2)
                $0.add(.use(token: "a"), .refused)
                $0.add(.use(token: "x"), session: 2)
                $0.add(.login(password: 0), .refused, session: 3)
                $0.add(.login(password: 1), session: 4)
            }.isEmpty)
    }

    @Test("explains refusals by an end whose answer was lost")
    func lostAnswer() {
        #expect(
            history {
                $0.add(.logout, .unknown)
                $0.add(.refresh(token: "a"), .refused)
            }.isEmpty)
    }

    @Test("explains that a session cookie is refused when its successor was made the grace period ago, and no earlier")
    func lateCookie() {
        for (seconds, kinds) in [(10, []), (9, [.refusedWithoutReason])] as [(Int, Set<HistoryViolation.Kind>)] {
            #expect(
                history {
                    $0.add(.refresh(token: "a"), .accepted(token: "b"))
                    $0.time = $0.time + .seconds(seconds)
                    $0.add(.use(token: "a"), .refused)
                } == kinds)
        }
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.use(token: "a"), .refused)
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
            }.isEmpty)
    }

    // MARK: Not explained

    @Test("finds a refresh that succeeds after a logout, however little later, on whichever node", arguments: 0..<2)
    func refreshedAfterLogout(node: Int) {
        #expect(
            history {
                $0.add(.logout)
                $0.add(.refresh(token: "a"), .accepted(token: "b"), node: node)
            } == [.refreshedAfterEnd])
    }

    @Test("finds a refresh that succeeds after another was refused: what is dead stays dead")
    func revived() {
        #expect(
            history {
                $0.add(.logout, .unknown)
                $0.add(.use(token: "a"), .refused)
                $0.add(.refresh(token: "a"), .accepted(token: "b"), node: 2)
            } == [.refreshedAfterEnd])
    }

    @Test("finds a session that outlives another's change of the password, even one whose sign-in came back later")
    func outlivedPassword() {
        #expect(
            history {
                $0.add(.login(password: 0), session: 2)
                $0.add(.changePassword(from: 0), session: 2)
                $0.add(.login(password: 0), session: 3, overlapping: true)
                $0.add(.refresh(token: "z"), .accepted(token: "y"), session: 3)
            } == [.refreshedAfterEnd])
    }

    @Test("finds a change of the password by a session that is dead")
    func changedAfterEnd() {
        #expect(
            history {
                $0.add(.logout)
                $0.add(.changePassword(from: 0), node: 1)
            } == [.refreshedAfterEnd])
    }

    @Test("finds a use after the bound on another node, and any on the node that ended the session")
    func usedAfterEnd() {
        #expect(
            history {
                $0.add(.logout)
                $0.time = $0.time + .seconds(1)
                $0.add(.use(token: "a"), node: 1)
            } == [.usedAfterEnd])
        #expect(
            history {
                $0.add(.logout, node: 2)
                $0.add(.use(token: "a"), node: 2)
            } == [.usedAfterEnd])
    }

    @Test("finds a use after a theft was found")
    func usedAfterTheft() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.add(.refresh(token: "b"), .accepted(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.refresh(token: "a"), .refused, node: 1)
                $0.time = $0.time + .seconds(1)
                $0.add(.use(token: "b"), node: 2)
            } == [.usedAfterEnd])
    }

    @Test("finds two successors of one token")
    func twoSuccessors() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.add(.refresh(token: "a"), .accepted(token: "c"), node: 1, overlapping: true)
            } == [.twoSuccessors])
    }

    @Test("finds tokens in no order")
    func disorder() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.add(.refresh(token: "b"), .accepted(token: "a"), overlapping: true)
            }.contains(.disorder))
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "c"))
                $0.add(.refresh(token: "b"), .accepted(token: "c"), overlapping: true)
            } == [.disorder])
    }

    @Test("finds a stolen copy that was taken")
    func stolenCopy() {
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.add(.use(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.refresh(token: "a"), .accepted(token: "b"), node: 1)
            } == [.stolenCopyAccepted])
        #expect(
            history {
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
                $0.time = $0.time + .seconds(10)
                $0.add(.refresh(token: "b"), .accepted(token: "c"))
                $0.add(.refresh(token: "a"), .accepted(token: "b"))
            } == [.stolenCopyAccepted])
    }

    @Test("finds a refusal without a reason", arguments: ["use", "refresh", "racer"])
    func refused(what: String) {
        #expect(
            history {
                switch what {
                case "use": $0.add(.use(token: "a"), .refused)
                case "refresh": $0.add(.refresh(token: "a"), .refused)
                // Within the grace period nobody is a thief.
                default:
                    $0.add(.refresh(token: "a"), .accepted(token: "b"))
                    $0.add(.use(token: "b"))
                    $0.time = $0.time + .milliseconds(9_999)
                    $0.add(.refresh(token: "a"), .refused)
                }
            } == [.refusedWithoutReason])
    }

    @Test("finds that a change of the password put out the session that made it")
    func ownChange() {
        #expect(
            history {
                $0.add(.changePassword(from: 0))
                $0.add(.use(token: "a"), .refused)
            } == [.refusedWithoutReason])
    }

    @Test("finds a sign-in with the old password, and a refused one with the right")
    func passwords() {
        #expect(
            history {
                $0.add(.changePassword(from: 0))
                $0.add(.login(password: 0), session: 2)
            } == [.oldPasswordAccepted])
        #expect(history { $0.add(.login(password: 0), .refused, session: 2) } == [.rightPasswordRefused])
        #expect(
            history {
                $0.add(.changePassword(from: 0))
                $0.add(.login(password: 1), .refused, session: 2)
            } == [.rightPasswordRefused])
    }
}
