import SallyportCore
import TestSupport

/// A live server, in the state that the recordings have reached, and what was shown and answered so far.
final class Stage {
    let server: TestServer
    let fixture: Fixture
    let configuration: Configuration
    private var answers: [String: HTTPAnswer] = [:]
    private var shown: [String: [Slot: String]] = [:]
    private var kept: [String: String] = [:]
    private var pairs = TokenPairs()

    init(_ server: TestServer, _ fixture: Fixture, _ configuration: Configuration) {
        self.server = server
        self.fixture = fixture
        self.configuration = configuration
    }

    /// Something that a preparation relies on is not so.
    struct Unprepared: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    // MARK: What preparations use

    /// Signs in, as a request did that our copy of the recordings lacks.
    func signIn(_ name: String = "alice", _ mode: TokenMode = .json) async throws -> Tokens {
        let answer = try await server.client.send(
            "POST", "/auth/login",
            json: [
                "email": .string("\(name)@example.com"), "password": .string(Fixture.password),
                "mode": .string(mode.rawValue),
            ])
        guard answer.status == 200 else { throw Unprepared("\(name) cannot sign in: \(answer.text)") }
        return Tokens(answer, configuration)
    }

    /// The tokens that a case was answered with.
    func tokens(of name: String) throws -> Tokens {
        Tokens(try answer(to: name), configuration)
    }

    /// What a case was answered with.
    func answer(to name: String) throws -> HTTPAnswer {
        guard let answer = answers[name] else { throw Unprepared("\(name) was not replayed before") }
        return answer
    }

    /// The token that a case showed.
    func shown(_ slot: Slot, in name: String) throws -> String {
        guard let token = shown[name]?[slot] else { throw Unprepared("\(name) showed no \(slot)") }
        return token
    }

    /// Keeps something for a later case.
    func keep(_ value: String, as name: String) {
        kept[name] = value
    }

    /// What was kept for this case.
    func kept(_ name: String) throws -> String {
        guard let value = kept[name] else { throw Unprepared("nothing was kept as \(name)") }
        return value
    }

    /// Does something as if that much earlier.
    func earlier<Value>(by duration: Duration, _ body: () async throws -> Value) async throws -> Value {
        server.clock.advance(by: .zero - duration)
        defer { server.clock.advance(by: duration) }
        return try await body()
    }

    /// Alice's access token as Directus makes it, to be signed with any secret.
    ///
    /// - Parameters:
    ///   - lifetime: in seconds from now; negative for one that has expired.
    ///   - session: the claim of that name; `nil` without one.
    func forge(
        id: String? = nil, issuer: String = "directus", lifetime: Int64 = 900, session: String? = nil
    ) throws -> JSONWebToken {
        guard let alice = fixture.accounts["alice"] else { throw Unprepared("there is no alice") }
        let now = server.clock.now.seconds
        var claims: JSON.Object = [
            "id": .string(id ?? alice.rawValue), "role": .string(fixture.member.rawValue), "app_access": true,
            "admin_access": false,
        ]
        if let session { claims.append("session", .string(session)) }
        claims.append("iat", .integer(now))
        claims.append("exp", .integer(now + lifetime))
        claims.append("iss", .string(issuer))
        return JSONWebToken(claims: claims)
    }

    // MARK: What the replay notes

    func note(_ slots: [Slot: String], shownIn name: String, as recorded: [Slot: String]) throws(Unprepared) {
        shown[name] = slots
        for (slot, token) in slots {
            guard let recorded = recorded[slot] else { throw Unprepared("the recorded request shows no \(slot)") }
            // Ours are no JWTs (D6), and one recorded text stands for several: what was made in one second.
            guard ![.wholeBody, .oneTimeToken, .seed, .oneTimePassword, .role].contains(slot) else { continue }
            try pairs.check(recorded, token)
        }
    }

    func note(_ answer: HTTPAnswer, of recording: Recording) {
        answers[recording.name] = answer
        pairs.learn(recording.answer, Answer(answer, at: server.clock.now))
    }
}
