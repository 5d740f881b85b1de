import SallyportCore
import TestSupport
import Testing

/// Attacks 14, 15, 20, 21 and 23 of security.md 3f, spread over three nodes: what is counted is counted together, to the
/// last guess, and what is good once is good once.
@Suite("Guessing at three nodes", .timeLimit(.minutes(5)))
struct GuessingTests {
    private static let behindProxy = ["IP_TRUST_PROXY": "true"]
    private static let alice = "alice@example.com"
    private static let home = "203.0.113.5"

    private static func address(_ index: Int) -> String { "198.18.\(index / 250).\(index % 250 + 1)" }

    private static func signIn(
        _ node: TestServer, _ email: String = alice, password: String, from address: String, code: String? = nil,
        device: String? = nil, mode: TokenMode = .json
    ) async throws -> HTTPAnswer {
        var body: JSON.Object = [
            "email": .string(email), "password": .string(password), "mode": .string(mode.rawValue),
        ]
        if let code { body.append("otp", .string(code)) }
        let headers = device.map { [("Cookie", "sallyport_device=\($0)")] } ?? []
        return try await node.client.send(
            "POST", "/auth/login", headers: headers + [("X-Forwarded-For", address)], json: .object(body))
    }

    /// The statuses of so many guesses, spread over the nodes, thirty at once.
    private static func guess(
        _ count: Int, _ nodes: LocalNodes, _ email: @escaping @Sendable (Int) -> String = { _ in alice },
        from address: @escaping @Sendable (Int) -> String
    ) async throws -> [Int] {
        try await concurrently(Array(0..<30)) { lane in
            var statuses: [Int] = []
            for index in stride(from: lane, to: count, by: 30) {
                statuses.append(
                    try await signIn(
                        nodes[index], email(index), password: "wrong horse 9", from: address(index)
                    ).status)
            }
            return statuses
        }.flatMap(\.self)
    }

    @Test("attack 14: 1,000 addresses at three nodes get a hundred guesses; the owner signs in everywhere all along")
    func manyAddresses() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            let atHome = try await Self.signIn(nodes[0], password: Fixture.password, from: Self.home, mode: .session)
            let device = try #require(atHome.cookie("sallyport_device"))
            async let attack = Self.guess(1000, nodes, from: Self.address)
            for index in 0..<15 {
                // On a node where he has not been, at home, or with his browser.
                let home = try await Self.signIn(nodes[index], password: Fixture.password, from: Self.home)
                #expect(home.status == 200)
                let travelling = try await Self.signIn(
                    nodes[index + 1], password: Fixture.password, from: "192.0.2.77", device: device)
                #expect(travelling.status == 200)
            }
            let statuses = try await attack
            #expect(statuses.filter { $0 == 401 }.count == 100)
            #expect(statuses.filter { $0 == 200 }.isEmpty)
        }
    }

    @Test("attack 14: forty correct sign-ins at three nodes at once all pass, although the limit is 25")
    func parallel() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            let statuses = try await concurrently(Array(0..<40)) { index in
                try await Self.signIn(nodes[index], password: Fixture.password, from: Self.home).status
            }
            #expect(statuses.filter { $0 == 200 }.count == 40)
        }
    }

    @Test("attack 15: one address guesses at 10,000 accounts on three nodes: a hundred are judged")
    func stuffing() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            let statuses = try await Self.guess(10_000, nodes, { "user\($0)@example.com" }) { _ in Self.home }
            #expect(statuses.filter { $0 == 401 }.count == 100)
            let rows = try await nodes.database.query("SELECT COUNT(*) FROM failures")
            #expect(rows.first.flatMap { Int($0) } ?? .max <= 201)
        }
    }

    @Test("attacks 20 and 23: the same code, and the same recovery code, shown to all nodes at once is good once")
    func codes() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            let visitor = try await Visitor(nodes[0])
            let generated = try await nodes[1].client.send(
                "POST", "/users/me/tfa/generate", headers: visitor.authorization,
                json: ["password": .string(Fixture.password)])
            let seed = try #require(generated.json["data"]?["secret"]?.string)
            let enabled = try await nodes[2].client.send(
                "POST", "/users/me/tfa/enable", headers: visitor.authorization,
                json: ["secret": .string(seed), "otp": .string(TimeCode.text(seed: seed, at: nodes.clock.now))])
            #expect(enabled.status == 204)
            let made = try await nodes[0].client.send(
                "POST", "/users/me/tfa/recovery-codes", headers: visitor.authorization,
                json: ["password": .string(Fixture.password)])
            let recovery = try #require(made.json["data"]?["recovery_codes"]?.array?.first?.string)
            for code in [TimeCode.text(seed: seed, at: nodes.clock.now), recovery] {
                let statuses = try await concurrently(Array(0..<21)) { index in
                    // Each from a place of its own, so that no budget speaks before the code does.
                    try await Self.signIn(
                        nodes[index], password: Fixture.password, from: Self.address(index), code: code
                    ).status
                }
                #expect(statuses.filter { $0 == 200 }.count == 1)
                #expect(statuses.filter { $0 == 401 }.count == 20)
            }
        }
    }

    @Test(
        "attack 21: guesses of a one-time password at all nodes, from places where the account is at home, share a budget"
    )
    func oneTimePasswords() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            for index in 0..<6 {
                let atHome = try await Self.signIn(nodes[index], password: Fixture.password, from: Self.address(index))
                #expect(atHome.status == 200)
            }
            let visitor = try await Visitor(nodes[0])
            let generated = try await nodes[1].client.send(
                "POST", "/users/me/tfa/generate", headers: visitor.authorization,
                json: ["password": .string(Fixture.password)])
            let seed = try #require(generated.json["data"]?["secret"]?.string)
            let enabled = try await nodes[2].client.send(
                "POST", "/users/me/tfa/enable", headers: visitor.authorization,
                json: ["secret": .string(seed), "otp": .string(TimeCode.text(seed: seed, at: nodes.clock.now))])
            #expect(enabled.status == 204)
            let statuses = try await concurrently(Array(0..<30)) { lane in
                var statuses: [Int] = []
                for index in stride(from: lane, to: 150, by: 30) {
                    statuses.append(
                        try await Self.signIn(
                            nodes[index], password: Fixture.password, from: Self.address(index % 6), code: "000000"
                        ).status)
                }
                return statuses
            }.flatMap(\.self)
            #expect(statuses.filter { $0 == 401 }.count == 100)
            #expect(statuses.filter { $0 == 200 }.isEmpty)
        }
    }

    @Test("a second factor that is set up or removed on one node is known on the others at once")
    func reach() async throws {
        try await LocalNodes.use(Self.behindProxy) { nodes in
            let (own, other) = (try await Visitor(nodes[0]), try await Visitor(nodes[1]))
            for node in nodes.nodes { #expect(try await other.at(node).readSelf().status == 200) }
            let generated = try await nodes[0].client.send(
                "POST", "/users/me/tfa/generate", headers: own.authorization,
                json: ["password": .string(Fixture.password)])
            let seed = try #require(generated.json["data"]?["secret"]?.string)
            _ = try await nodes[0].client.send(
                "POST", "/users/me/tfa/enable", headers: own.authorization,
                json: ["secret": .string(seed), "otp": .string(TimeCode.text(seed: seed, at: nodes.clock.now))])
            for node in nodes.nodes {
                let died = try await timeOfLast(within: .seconds(1)) {
                    try await other.at(node).readSelf().status == 200
                }
                #expect(died != nil)
                let shown = try await timeOfLast(within: .seconds(1)) {
                    try await own.at(node).readSelf().json["data"]?["tfa_secret"] == .null
                }
                #expect(shown != nil)
            }
        }
    }
}
