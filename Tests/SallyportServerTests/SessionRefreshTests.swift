import SallyportCore
import TestSupport
import Testing

/// The session rule over real HTTP (design section 5; attacks 1 to 4, 7 and 9 of security.md 3f).
@Suite("Refreshing a session")
struct SessionRefreshTests {
    @Test(
        "attack 1: fifty racers with one token are all let in, and there is one session", arguments: TokenMode.allCases)
    func racers(mode: TokenMode) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let visitor = try await Visitor(server, mode)
            let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { tasks in
                for _ in 0..<50 { tasks.addTask { try await visitor.refreshing() } }
                return try await tasks.reduce(into: [HTTPAnswer]()) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 200, count: 50))
            for answer in answers {
                var racer = visitor
                racer.credential = try #require(Visitor.credential(of: answer, mode))
                racer.accessToken = answer.json["data"]?["access_token"]?.string
                #expect(try await racer.readSelf().status == 200)
                #expect(try await racer.refreshing().status == 200)
            }
            let alice = try #require(fixture.accounts["alice"])
            #expect(try await server.sessionCount(of: alice) == 1)
        }
    }

    @Test(
        "attack 2, rule 5.2: whoever never got the answer refreshes with the old token", arguments: TokenMode.allCases)
    func lostAnswer(mode: TokenMode) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            var visitor = try await Visitor(server, mode)
            let lost = try await visitor.refreshing()
            server.clock.advance(by: .seconds(3600))
            let second = try await visitor.refresh()
            #expect(second.status == 200)
            if mode != .session {
                // The same successor, not another one.
                #expect(visitor.credential == Visitor.credential(of: lost, mode))
            }
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test(
        "rule 5.1: a token from a rotation within the grace period is not rotated again", arguments: TokenMode.allCases)
    func noSecondRotationWithinGrace(mode: TokenMode) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            var visitor = try await Visitor(server, mode)
            try await visitor.refresh()
            server.clock.advance(by: .milliseconds(9_999))
            #expect(try await visitor.refresh().status == 200)
            #expect(try await server.counters(of: alice) == [1])
            server.clock.advance(by: .milliseconds(1))
            #expect(try await visitor.refresh().status == 200)
            #expect(try await server.counters(of: alice) == [2])
        }
    }

    @Test(
        "attacks 3 and 4, rule 5.3: the predecessor after the grace period ends the session, and not a millisecond before",
        arguments: TokenMode.allCases)
    func theft(mode: TokenMode) async throws {
        try await TestServer.run { server in
            let fixture = try await Fixture.make(on: server)
            let alice = try #require(fixture.accounts["alice"])
            let thief = try await Visitor(server, mode)
            var owner = thief
            try await owner.refresh()
            #expect(try await owner.readSelf().status == 200)
            await server.core.seen.settle()

            server.clock.advance(by: .milliseconds(9_999))
            #expect(try await thief.refreshing().status == 200)
            server.clock.advance(by: .milliseconds(1))
            let caught = try await thief.refreshing()
            #expect(caught.status == 401)
            #expect(caught.errorCode == "INVALID_CREDENTIALS")
            #expect(try await owner.readSelf().status == 401)
            #expect(try await owner.refreshing().status == 401)
            #expect(try await server.actions(of: alice).contains("token_reused"))
        }
    }

    @Test("REFRESH_TOKEN_REUSE=refuse refuses the copy and lets the session live", arguments: TokenMode.allCases)
    func refusedReuse(mode: TokenMode) async throws {
        try await TestServer.run(["REFRESH_TOKEN_REUSE": "refuse"]) { server in
            _ = try await Fixture.make(on: server)
            let thief = try await Visitor(server, mode)
            var owner = thief
            try await owner.refresh()
            #expect(try await owner.readSelf().status == 200)
            await server.core.seen.settle()
            server.clock.advance(by: .seconds(11))
            let caught = try await thief.refreshing()
            #expect(caught.status == 401)
            #expect(caught.all("set-cookie").isEmpty)
            #expect(try await owner.readSelf().status == 200)
            #expect(try await owner.refresh().status == 200)
        }
    }

    @Test("anything older than the predecessor is stolen, however young", arguments: TokenMode.allCases)
    func grandparent(mode: TokenMode) async throws {
        try await TestServer.run(["SESSION_REFRESH_GRACE_PERIOD": "0s"]) { server in
            _ = try await Fixture.make(on: server)
            let thief = try await Visitor(server, mode)
            var owner = thief
            #expect(try await owner.refresh().status == 200)
            #expect(try await owner.refresh().status == 200)
            #expect(try await thief.refreshing().status == 401)
            #expect(try await owner.refreshing().status == 401)
        }
    }

    @Test("attack 7: no loser of a race is ever told to forget its cookie")
    func losersKeepTheirCookies() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let late = try await Visitor(server, .session)
            var winner = late
            try await winner.refresh()
            #expect(try await late.readSelf().status == 200)
            server.clock.advance(by: .seconds(10))
            let refused = try await late.readSelf()
            #expect(refused.status == 401)
            #expect(refused.errorCode == "INVALID_CREDENTIALS")
            #expect(refused.all("set-cookie").isEmpty)
            // And it has ended nothing.
            #expect(try await winner.readSelf().status == 200)
        }
    }

    @Test(
        "attack 9: the absolute lifetime holds, although the session is refreshed every minute",
        arguments: TokenMode.allCases)
    func absoluteLifetime(mode: TokenMode) async throws {
        try await TestServer.run(["SESSION_ABSOLUTE_TTL": "1h"]) { server in
            _ = try await Fixture.make(on: server)
            var visitor = try await Visitor(server, mode)
            for _ in 1..<60 {
                server.clock.advance(by: .seconds(60))
                #expect(try await visitor.refresh().status == 200)
            }
            server.clock.advance(by: .milliseconds(59_999))
            #expect(try await visitor.readSelf().status == 200)
            server.clock.advance(by: .milliseconds(1))
            #expect(try await visitor.readSelf().status == 401)
            #expect(try await visitor.refreshing().status == 401)
        }
    }

    @Test(
        "a session that nobody refreshes ends with its mode's idle lifetime",
        arguments: [(TokenMode.json, 7 * 86_400), (.cookie, 7 * 86_400), (.session, 86_400)])
    func idleLifetime(mode: TokenMode, seconds: Int) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server, mode)
            let twin = try await Visitor(server, mode)
            server.clock.advance(by: .seconds(seconds) - .milliseconds(mode == .session ? 1000 : 1))
            #expect(try await twin.refreshing().status == 200)
            server.clock.advance(by: .seconds(2))
            #expect(try await visitor.refreshing().status == 401)
        }
    }

    @Test("a refresh token of json or cookie mode is good in the other one")
    func crossMode() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server, .json)
            let asCookie = try await server.client.send(
                "POST", "/auth/refresh", headers: [("Cookie", "\(Visitor.refreshCookie)=\(visitor.credential)")])
            #expect(asCookie.status == 200)
            let token = try #require(asCookie.cookie(Visitor.refreshCookie))
            server.clock.advance(by: .seconds(11))
            let asJSON = try await server.client.send("POST", "/auth/refresh", json: ["refresh_token": .string(token)])
            #expect(asJSON.status == 200)
        }
    }

    @Test("what a refresh within the grace period promises, holds")
    func promisedLifetime() async throws {
        try await TestServer.run(["REFRESH_TOKEN_TTL": "20s"]) { server in
            _ = try await Fixture.make(on: server)
            var visitor = try await Visitor(server)
            try await visitor.refresh()
            server.clock.advance(by: .seconds(9))
            #expect(try await visitor.refresh().status == 200)
            server.clock.advance(by: .milliseconds(19_999))
            #expect(try await visitor.refresh().status == 200)
        }
    }

    @Test("another realm's session neither refreshes nor ends at this door")
    func realms() async throws {
        try await TestServer.run { server in
            let email = EmailAddress("shopper@example.com")
            _ = try await server.core.administerAccounts.create(
                email, password: Password(Fixture.password), role: nil, staticToken: nil, in: .store)
            let issued = try await server.core.signIn(
                SignIn.Request(
                    realm: .store, email: email, password: Password(Fixture.password), mode: .json, client: Client()))
            let token: JSON = .string(issued.refreshToken.reveal())
            let refresh = try await server.client.send("POST", "/auth/refresh", json: ["refresh_token": token])
            #expect(refresh.status == 401)
            let logout = try await server.client.send("POST", "/auth/logout", json: ["refresh_token": token])
            #expect(logout.status == 204)
            let genuine = try #require(server.core.refreshTokens.decode(issued.refreshToken.reveal()))
            _ = try await server.core.refresh(genuine, mode: .json, realm: .store, client: Client())
        }
    }
}
