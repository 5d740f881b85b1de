import SallyportCore
import Synchronization
import TestSupport

/// What the clients of one account do, as a seed says: rounds in which they act at once, and time that passes in between.
///
/// The database's time stands still within a round, so that what grace allows does not hang on how fast a machine is.
struct ClientScript: Sendable {
    let seed: UInt64
    let cluster: LocalNodes
    let recorder: HistoryRecorder
    private let account: SharedAccount
    private let email: String

    /// What the clients of the account share: its password's number, and for each session its newest tokens.
    private final class SharedAccount: Sendable {
        let state = Mutex(State())

        struct State {
            var password = 0
            var sessions: [HistoryEvent.Session: Visitor] = [:]
            /// All refresh tokens that ever came: what a thief may have copied.
            var copies: [HistoryEvent.Session: [Visitor]] = [:]
            /// The last refresh was lost on its way back.
            var hasLost: Set<HistoryEvent.Session> = []
            var dead: Set<HistoryEvent.Session> = []
            var count = 0
        }
    }

    private enum Step {
        case refresh(isLost: Bool)
        case use, logout, changePassword
    }

    init(seed: UInt64, on cluster: LocalNodes) async throws {
        self.seed = seed
        self.cluster = cluster
        recorder = HistoryRecorder(cluster)
        account = SharedAccount()
        email = "client-\(seed)@example.com"
        _ = try await cluster[0].core.administerAccounts.create(
            EmailAddress(email), password: Password(Self.password(0, seed)), role: "Member", staticToken: nil,
            in: .team)
    }

    /// What passes between two rounds: about the second of belief, and the ten of grace.
    private static let pauses: [Duration] = [
        .zero, .milliseconds(999), .seconds(1), .milliseconds(9_999), .seconds(10), .seconds(11), .seconds(60),
    ]

    private static func password(_ number: Int, _ seed: UInt64) -> String { "password \(number) of \(seed)" }

    /// Runs it.
    func run() async throws -> [HistoryEvent] {
        var random = SeededGenerator(seed: seed)
        await parallel((0..<Int.random(in: 1...2, using: &random)).map { _ in login(&random) })
        for _ in 0..<Int.random(in: 2...4, using: &random) {
            await pass(Self.pauses.randomElement(using: &random) ?? .zero)
            await parallel(round(&random))
        }
        // Whatever was ended, nobody may believe in it any more.
        await pass(.seconds(1))
        let last = account.state.withLock { $0.sessions }.sorted { $0.key < $1.key }
        await parallel(
            last.flatMap { session, visitor in
                (0..<3).map { node -> Client in { await use(visitor, session, at: node) } }
            })
        await parallel(last.map { session, visitor -> Client in { await refresh(visitor, session, at: session) } })
        return recorder.history
    }

    private typealias Client = @concurrent @Sendable () async -> Void

    private func parallel(_ clients: [Client]) async {
        await withDiscardingTaskGroup { tasks in
            for client in clients { tasks.addTask { await client() } }
        }
    }

    private func pass(_ time: Duration) async {
        await cluster.settle()
        cluster.clock.advance(by: time)
    }

    // MARK: Who does what

    private func round(_ random: inout SeededGenerator) -> [Client] {
        let (sessions, lost) = account.state.withLock { state in
            (state.sessions.filter { !state.dead.contains($0.key) }.sorted { $0.key < $1.key }, state.hasLost)
        }
        var clients: [Client] = []
        var mayChange = true
        for (session, visitor) in sessions {
            let tabs = Int.random(in: 1...3, using: &random)
            for _ in 0..<tabs {
                var steps = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    step(&random, isAlone: tabs == 1, mayChange: &mayChange)
                }
                // Who has lost an answer holds a token that may be out of date, and refreshes first.
                if lost.contains(session) { steps.insert(.refresh(isLost: false), at: 0) }
                let plan = steps.map { ($0, Int.random(in: 0..<3, using: &random)) }
                clients.append { await act(visitor, session, plan) }
            }
            if Int.random(in: 0..<6, using: &random) == 0 { clients.append(thief(session, &random)) }
        }
        if sessions.isEmpty || Int.random(in: 0..<4, using: &random) == 0 { clients.append(login(&random)) }
        return clients
    }

    private func step(_ random: inout SeededGenerator, isAlone: Bool, mayChange: inout Bool) -> Step {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: return .refresh(isLost: isAlone && Int.random(in: 0..<3, using: &random) == 0)
        case 18: return .logout
        case 19 where mayChange:
            mayChange = false
            return .changePassword
        default: return .use
        }
    }

    // MARK: What they do

    private func act(_ visitor: Visitor, _ session: HistoryEvent.Session, _ steps: [(Step, Int)]) async {
        var visitor = visitor
        for (step, node) in steps {
            switch step {
            case .refresh(let isLost):
                let fresh = await refresh(visitor, session, at: node, isLost: isLost)
                if let fresh, !isLost { visitor = fresh }
            case .use: await use(visitor, session, at: node)
            case .logout:
                await recorder.record(.logout, session: session, node: node) { try await visitor.at($0).signOut() }
                account.state.withLock { _ = $0.dead.insert(session) }
            case .changePassword: await changePassword(visitor, session, at: node)
            }
        }
    }

    private func login(_ random: inout SeededGenerator) -> Client {
        let mode = TokenMode.allCases.randomElement(using: &random) ?? .json
        let node = Int.random(in: 0..<3, using: &random)
        return {
            let (session, password) = account.state.withLock { state in
                state.count += 1
                return (state.count, state.password)
            }
            let text = Self.password(password, seed)
            let answer = await recorder.record(.login(password: password), session: session, node: node) { server in
                try await server.client.send(
                    "POST", "/auth/login",
                    json: ["email": .string(email), "password": .string(text), "mode": .string(mode.rawValue)])
            }
            guard let answer, let visitor = Visitor(cluster[node].client, mode, keeping: answer) else { return }
            keep(visitor, session)
        }
    }

    @discardableResult
    private func refresh(
        _ visitor: Visitor, _ session: HistoryEvent.Session, at node: Int, isLost: Bool = false
    ) async -> Visitor? {
        let mode = visitor.mode
        let answer = await recorder.record(
            .refresh(token: visitor.refreshToken), session: session, node: node,
            token: { Visitor.credential(of: $0, mode).map { Visitor.refreshToken(in: $0, mode) } }
        ) { try await visitor.at($0).refreshing() }
        guard let answer else { return nil }
        if answer.status == 401 { account.state.withLock { _ = $0.dead.insert(session) } }
        guard let fresh = Visitor(visitor.client, mode, keeping: answer) else { return nil }
        if isLost { account.state.withLock { _ = $0.hasLost.insert(session) } } else { keep(fresh, session) }
        return fresh
    }

    private func keep(_ visitor: Visitor, _ session: HistoryEvent.Session) {
        account.state.withLock { state in
            state.sessions[session] = visitor
            state.copies[session, default: []].append(visitor)
            state.hasLost.remove(session)
        }
    }

    private func use(_ visitor: Visitor, _ session: HistoryEvent.Session, at node: Int) async {
        let action = HistoryEvent.Action.use(token: visitor.refreshToken)
        await recorder.record(action, session: session, node: node) { try await visitor.at($0).readSelf() }
    }

    private func changePassword(_ visitor: Visitor, _ session: HistoryEvent.Session, at node: Int) async {
        let old = account.state.withLock { $0.password }
        let text = JSON.string(Self.password(old + 1, seed))
        let answer = await recorder.record(.changePassword(from: old), session: session, node: node) { server in
            try await server.client.send(
                "PATCH", "/users/me", headers: visitor.authorization, json: ["password": text])
        }
        if answer?.status == 200 { account.state.withLock { $0.password = old + 1 } }
    }

    /// Presents a copy of any token that the session ever had.
    private func thief(_ session: HistoryEvent.Session, _ random: inout SeededGenerator) -> Client {
        let copies = account.state.withLock { $0.copies[session] ?? [] }
        let copy = copies.randomElement(using: &random)
        let node = Int.random(in: 0..<3, using: &random)
        return {
            guard let copy else { return }
            let mode = copy.mode
            await recorder.record(
                .refresh(token: copy.refreshToken), session: session, node: node,
                token: { Visitor.credential(of: $0, mode).map { Visitor.refreshToken(in: $0, mode) } }
            ) { try await copy.at($0).refreshing() }
        }
    }
}
