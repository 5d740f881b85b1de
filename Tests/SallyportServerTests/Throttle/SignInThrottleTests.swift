import Foundation
import SallyportCore
import TestSupport
import Testing

/// Guessing passwords (design section 6; attacks 13 to 16 of security.md 3f). The clock stands at 2026-06-05T12:00:00Z.
@Suite("Guesses at sign-in are throttled")
struct SignInThrottleTests {
    private static let alice = "alice@example.com"
    private static let home = "203.0.113.5"

    @Test(
        "25 failures of an account from one network, then 429 until the window ends, whatever the password, whoever it is",
        arguments: ["alice", "nobody", "susp", "ext"])
    func pair(name: String) async throws {
        let hasher = CountingHasher()
        try await TestServer.run(TestServer.behindProxy, passwords: hasher) { server in
            _ = try await Fixture.make(on: server)
            let email = "\(name)@example.com"
            #expect(try await server.guesses(25, email) { _ in Self.home }.count(401) == 25)
            server.clock.advance(by: .seconds(60))
            let hashes = hasher.verifications
            for password in ["wrong horse 9", Fixture.password] {
                let answer = try await server.guess(email, from: Self.home, password: password)
                #expect(answer.status == 429)
                #expect(answer["Retry-After"] == "840")
                #expect(
                    answer.json == [
                        "errors": [
                            [
                                "message": "Too many requests, retry after 14m.",
                                "extensions": [
                                    "limit": 25, "reset": "2026-06-05T12:15:00.000Z", "code": "REQUESTS_EXCEEDED",
                                ],
                            ]
                        ]
                    ])
            }
            #expect(hasher.verifications == hashes)
            server.clock.advance(by: .seconds(840) - .milliseconds(1))
            #expect(try await server.guess(email, from: Self.home).status == 429)
            server.clock.advance(by: .milliseconds(1))
            #expect(try await server.guess(email, from: Self.home).status == 401)
        }
    }

    @Test("an account that is throttled here signs in from elsewhere, and others sign in here")
    func others() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            let fixture = try await Fixture.make(on: server)
            _ = try await server.guesses(25) { _ in Self.home }
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 429)
            #expect(try await server.guess(from: "203.0.113.6", password: Fixture.password).status == 200)
            let bob = try await server.guess("bob@example.com", from: Self.home, password: Fixture.password)
            #expect(bob.status == 200)
            // D4: nothing suspends but an administrator.
            let id = try #require(fixture.accounts["alice"])
            #expect(try await server.vault.read { try $0.account(id)?.status } == .active)
        }
    }

    @Test("what is right costs nothing: a thousand sign-ins, and the 25 failures are still to be had")
    func refunds() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            for index in 0..<1000 {
                let answer = try await server.guess(from: Self.home, password: Fixture.password)
                #expect(answer.status == 200, "\(index)")
            }
            #expect(try await server.guesses(26) { _ in Self.home }.count(401) == 25)
        }
    }

    @Test("attack 14: forty correct sign-ins at once all pass, with 24 failures before them")
    func parallel() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.guesses(24) { _ in Self.home }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<40 {
                    tasks.addTask { try await server.guess(from: Self.home, password: Fixture.password).status }
                }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count(200) == 40)
            #expect(try await server.guesses(2) { _ in Self.home } == [401, 429])
        }
    }

    @Test("of a hundred wrong guesses at once, no more are judged than may fail")
    func parallelGuesses() async throws {
        let hasher = CountingHasher()
        try await TestServer.run(TestServer.behindProxy, passwords: hasher) { server in
            _ = try await Fixture.make(on: server)
            let before = hasher.verifications
            let statuses = try await server.guessesAtOnce(100) { _ in Self.home }
            #expect(statuses.count(401) == 25)
            #expect(hasher.verifications - before == 25)
            #expect(statuses.count(429) + statuses.count(503) == 75)
        }
    }

    @Test(
        "attack 14: 1,000 addresses get a hundred guesses a day; the owner signs in at home, or with his browser, all along"
    )
    func manyAddresses() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            let fixture = try await Fixture.make(on: server)
            // At home, and in a browser.
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
            let first = try await server.guess(from: "192.0.2.1", password: Fixture.password, mode: .session)
            let device = try #require(first.cookie("sallyport_device"))
            async let attack = server.guessesAtOnce(1000, from: TestServer.address)
            for _ in 0..<20 {
                #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
                let travelling = try await server.guess(
                    from: "192.0.2.77", password: Fixture.password,
                    headers: [("Cookie", "sallyport_device=\(device)")], mode: .cookie)
                #expect(travelling.status == 200)
            }
            let statuses = try await attack
            #expect(statuses.count(401) == 100)
            #expect(statuses.count(200) == 0)
            // From a place where nobody knows him, he has to wait, as everybody.
            let abroad = try await server.guess(from: "192.0.2.99", password: Fixture.password)
            #expect(abroad.status == 429)
            let wait = try #require(abroad["Retry-After"].flatMap { Int($0) })
            #expect(wait > 86_000 && wait <= 86_400)
            let id = try #require(fixture.accounts["alice"])
            #expect(try await server.vault.read { try $0.account(id)?.status } == .active)
            // A day later, too.
            server.clock.advance(by: .seconds(86_400))
            #expect(try await server.guess(from: "192.0.2.99", password: Fixture.password).status == 200)
        }
    }

    @Test("an address that nobody has gets a hundred guesses a day, too")
    func unknownAddress() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let statuses = try await server.guesses(101, "nobody@example.com", from: TestServer.address)
            #expect(statuses.count(401) == 100)
            #expect(statuses.last == 429)
            // However it is written.
            #expect(try await server.guess("NOBODY@Example.com", from: TestServer.address(500)).status == 429)
        }
    }

    @Test("attack 15: one address may fail a hundred times in a quarter of an hour, over however many accounts")
    func stuffing() async throws {
        let hasher = CountingHasher()
        try await TestServer.run(TestServer.behindProxy, passwords: hasher) { server in
            _ = try await Fixture.make(on: server)
            let before = hasher.verifications
            let statuses = try await server.guessesAtOnce(10_000, { "user\($0)@example.com" }) { _ in Self.home }
            #expect(statuses.count(401) == 100)
            #expect(hasher.verifications - before == 100)
            // What is remembered is bounded by what was judged: the network, and an account and a pair for each.
            let windows = try await server.vault.write(.relaxed) {
                try $0.deleteFailureWindows(endedBy: .init(milliseconds: .max), limit: 1_000_000)
            }
            #expect(windows <= 201)
        }
    }

    @Test("attack 15: an IPv6 network is a /64: its addresses share a budget, its neighbours do not")
    func networks() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let statuses = try await server.guesses(26) { "2001:db8:1:2::\(String($0 + 1, radix: 16))" }
            #expect(statuses.count(401) == 25)
            #expect(try await server.guess(from: "2001:db8:1:2:ffff::1").status == 429)
            #expect(try await server.guess(from: "2001:db8:1:3::1").status == 401)
            // IPv4, however it is written.
            _ = try await server.guesses(25) { _ in "203.0.113.9" }
            #expect(try await server.guess(from: "::ffff:203.0.113.9").status == 429)
        }
    }

    @Test("auth_login_attempts is the budget of an account and a network; null lifts it, and a hundred a day stay")
    func setting() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            try await server.set(["auth_login_attempts": 3])
            #expect(try await server.guesses(4) { _ in Self.home } == [401, 401, 401, 429])
            try await server.set(["auth_login_attempts": 5])
            #expect(try await server.guesses(3) { _ in Self.home } == [401, 401, 429])
            try await server.set(["auth_login_attempts": .null])
            let statuses = try await server.guesses(100) { _ in Self.home }
            #expect(statuses.count(401) == 95)
            #expect(statuses.last == 429)
        }
    }

    @Test(
        "a proxy that is not trusted is nobody's network: only an account's budget holds, and nobody is at home there")
    func untrustedProxy() async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            // Everybody signs in through it.
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
            #expect(try await server.guesses(99) { _ in Self.home }.count(401) == 99)
            #expect(
                try await server.guess("bob@example.com", from: Self.home, password: Fixture.password).status == 200)
            #expect(try await server.guesses(2) { _ in Self.home } == [401, 429])
            #expect(
                try await server.guess("bob@example.com", from: Self.home, password: Fixture.password).status == 200)
        }
    }

    @Test("attack 17: from a peer that is not trusted, X-Forwarded-For moves nobody to another network")
    func spoofed() async throws {
        try await TestServer.run(["IP_TRUST_PROXY": "10.0.0.0/8"], passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let statuses = try await server.guesses(26, from: TestServer.address)
            #expect(statuses.count(401) == 25)
            #expect(statuses.last == 429)
        }
    }

    @Test("what a restart costs is nothing: a budget of a day outlives it")
    func restart() async throws {
        let folder = try TestServer.makeFolder()
        let clock = ManualClock()
        try await TestServer.run(TestServer.behindProxy, clock: clock, folder: folder) { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.guesses(25) { _ in Self.home }
        }
        try await TestServer.run(TestServer.behindProxy, clock: clock, folder: folder) { server async throws in
            #expect(try await server.guess(from: Self.home).status == 429)
        }
        try FileManager.default.removeItem(at: folder)
    }

    @Test("places of a node that died are held for half a minute, and then count as failures, until the window ends")
    func lapsed() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            _ = try await server.guesses(1) { _ in Self.home }
            try await server.hold(places: 24)
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 503)
            try await server.hold(places: 20)
            server.clock.advance(by: .seconds(30))
            #expect(try await server.guesses(5) { _ in Self.home } == [401, 401, 401, 401, 429])
            server.clock.advance(by: .seconds(870))
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
        }
    }

    @Test("attack 14: an owner whom a thousand addresses shut out gets in with a new password by mail")
    func resetUnderAttack() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            #expect(try await server.guessesAtOnce(150, from: TestServer.address).count(401) == 100)
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 429)
            let token = try await server.passwordResetToken(Self.alice)
            let reset = try await server.post(
                "/auth/password/reset", ["token": .string(token), "password": .string(TestServer.newPassword)],
                headers: TestServer.from(Self.home))
            #expect(reset.status == 204)
            #expect(try await server.guess(from: Self.home, password: TestServer.newPassword).status == 200)
            #expect(try await server.guess(from: TestServer.address(7)).status == 429)
        }
    }

    @Test("attack 21: an account's codes are capped at a hundred a day, from however many places where it is at home")
    func codesEverywhere() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            // At home in ten networks, before there is a second factor.
            for index in 0..<10 {
                let answer = try await server.guess(from: TestServer.address(index), password: Fixture.password)
                #expect(answer.status == 200)
            }
            _ = try await server.enableSecondFactor()
            var statuses: [Int] = []
            for index in 0..<110 {
                let answer = try await server.post(
                    "/auth/login",
                    ["email": .string(Self.alice), "password": .string(Fixture.password), "otp": "000000"],
                    headers: TestServer.from(TestServer.address(index % 10)))
                statuses.append(answer.status)
            }
            #expect(statuses.count(401) == 100)
            #expect(statuses.suffix(10).allSatisfy { $0 == 429 })
        }
    }

    @Test("the failure of a one-time password counts as that of a password; asking for it does not: attack 21")
    func oneTimePasswords() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let (seed, _) = try await server.enableSecondFactor()
            for _ in 0..<50 { #expect(try await server.signIn(code: nil).errorCode == "INVALID_OTP") }
            var statuses: [Int] = []
            for index in 0..<26 {
                // In any mode, from any session: one budget.
                let mode = TokenMode.allCases[index % 3]
                statuses.append(try await server.signIn(code: "000000", mode: mode).status)
            }
            #expect(statuses.count(401) == 25)
            #expect(statuses.last == 429)
            #expect(try await server.signIn(code: server.freshCode(seed)).status == 429)
            server.clock.advance(by: .seconds(900))
            #expect(try await server.signIn(code: server.freshCode(seed)).status == 200)
        }
    }
}
