import SallyportCore
import TestSupport
import Testing

/// Attack 41: the clock jumps back an hour. Whoever was out stays out, and nothing lives longer than it says.
@Suite("A clock that jumps back an hour")
struct ClockJumpTests {
    /// How somebody was put out.
    enum Ending: CaseIterable { case signedOut, suspended, deleted, newPassword }

    @Test("lets nobody in who was out", arguments: TokenMode.allCases, Ending.allCases)
    func outsider(_ mode: TokenMode, _ ending: Ending) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(mode)
            #expect(try await visitor.readSelf().status == 200)
            let email = EmailAddress(TestServer.administratorEmail)
            let accounts = server.core.administerAccounts
            switch ending {
            case .signedOut: #expect(try await visitor.signOut().status == 204)
            case .suspended: try await accounts.setStatus(.suspended, of: email, in: .team)
            case .deleted: try await accounts.delete(email, in: .team)
            case .newPassword: try await accounts.setPassword(Password("another one"), of: email, in: .team)
            }
            server.clock.advance(by: .seconds(-3600))
            #expect(try await visitor.readSelf().errorCode == "INVALID_CREDENTIALS")
            #expect(try await visitor.refreshing().status == 401)
            if ending != .signedOut { #expect(try await server.signInAsAdministrator().status == 401) }
        }
    }

    @Test("lets no static token of a suspended account in")
    func staticToken() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let answer = try await server.client.send("GET", "/users/me", headers: TestServer.asAdministrator)
            #expect(answer.status == 200)
            try await server.core.administerAccounts.setStatus(
                .suspended, of: EmailAddress(TestServer.administratorEmail), in: .team)
            server.clock.advance(by: .seconds(-3600))
            #expect(try await server.client.send("GET", "/users/me", headers: TestServer.asAdministrator).status == 401)
        }
    }

    /// Another node, or the command line: this node's cache is told nothing.
    @Test("does not make the node believe for an hour what it knew", arguments: TokenMode.allCases)
    func cache(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(mode)
            for _ in 0..<2 {
                #expect(try await visitor.readSelf().status == 200)
                await server.core.seen.settle()
            }
            try await server.vault.write(.durable) { transaction in
                let email = EmailAddress(TestServer.administratorEmail)
                guard var account = try transaction.account(email, in: .team) else { return }
                account.status = .suspended
                try transaction.update(account)
            }
            server.clock.advance(by: .seconds(-3600))
            #expect(try await visitor.readSelf().errorCode == "INVALID_CREDENTIALS")
        }
    }

    @Test("ends no session: tokens from the future are good, and refresh as ever", arguments: TokenMode.allCases)
    func livingSession(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            var visitor = try await server.administrator(mode)
            #expect(try await visitor.refresh().status == 200)
            server.clock.advance(by: .seconds(-3600))
            #expect(try await visitor.readSelf().status == 200)
            #expect(try await visitor.refresh().status == 200)
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    @Test("lets no access token live longer than its exp", arguments: [TokenMode.json, .cookie])
    func accessTokenLifetime(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator(mode)
            server.clock.advance(by: .seconds(-3600))
            // It was made at twelve, and says a quarter past.
            server.clock.advance(by: .seconds(3600 + 15 * 60) - .milliseconds(1))
            #expect(try await visitor.readSelf().status == 200)
            server.clock.advance(by: .milliseconds(1))
            #expect(try await visitor.readSelf().errorCode == "TOKEN_EXPIRED")
        }
    }

    @Test("gives an expired token no more than the time before its exp")
    func expiredToken() async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let visitor = try await server.administrator()
            server.clock.advance(by: .seconds(16 * 60))
            #expect(try await visitor.readSelf().errorCode == "TOKEN_EXPIRED")
            server.clock.advance(by: .seconds(-3600))
            server.clock.advance(by: .seconds(3600 - 60))
            #expect(try await visitor.readSelf().errorCode == "TOKEN_EXPIRED")
        }
    }

    @Test("takes no racer for a thief, and no thief for a racer", arguments: TokenMode.allCases)
    func theft(_ mode: TokenMode) async throws {
        try await TestServer.run { server in
            try await server.makeAdministrator()
            let thief = try await server.administrator(mode)
            var visitor = thief
            #expect(try await visitor.refresh().status == 200)
            #expect(try await visitor.readSelf().status == 200)
            server.clock.advance(by: .seconds(60))
            #expect(try await thief.refreshing().status == 401)
            server.clock.advance(by: .seconds(-3600))
            #expect(try await thief.refreshing().status == 401)
            #expect(try await visitor.refreshing().status == 401)
        }
    }

    @Test("keeps nobody out of his rate limit for longer than its window")
    func rateLimit() async throws {
        let environment = [
            "RATE_LIMITER_ENABLED": "true", "RATE_LIMITER_POINTS": "2", "RATE_LIMITER_DURATION": "20",
        ]
        try await TestServer.run(environment) { server async throws in
            for status in [200, 200, 429] {
                #expect(try await server.client.send("GET", "/server/ping").status == status)
            }
            server.clock.advance(by: .seconds(-3600))
            server.clock.advance(by: .seconds(20))
            #expect(try await server.client.send("GET", "/server/ping").status == 200)
        }
    }
}
