import SallyportCore
import TestSupport
import Testing

/// Attack 16 of security.md 3f: limits at every door that checks a secret which could be guessed.
@Suite("Guesses at every other door are throttled")
struct DoorThrottleTests {
    private static let home = "203.0.113.5"

    /// A door, and what a wrong guess at it is answered with.
    enum Door: String, CaseIterable {
        case generate, enable, disable, recoveryCodes
    }

    @Test(
        "25 wrong passwords or codes at the doors of two-factor sign-in, then 429: attack 21", arguments: Door.allCases)
    func secondFactor(door: Door) async throws {
        try await TestServer.run(passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let (path, body): (String, JSON)
            let visitor: Visitor
            switch door {
            case .generate:
                visitor = try await Visitor(server)
                (path, body) = ("generate", ["password": "nope"])
            case .enable:
                visitor = try await Visitor(server)
                (path, body) = (
                    "enable", ["secret": .string(try await server.generateSeed(visitor)), "otp": "000000"]
                )
            case .disable:
                visitor = try await server.enableSecondFactor().visitor
                (path, body) = ("disable", ["otp": "000000"])
            case .recoveryCodes:
                visitor = try await server.enableSecondFactor().visitor
                (path, body) = ("recovery-codes", ["password": "nope"])
            }
            var statuses: [Int] = []
            for _ in 0..<26 {
                statuses.append(
                    try await server.post("/users/me/tfa/\(path)", body, headers: visitor.authorization).status)
            }
            #expect(statuses.dropLast().allSatisfy { [400, 401].contains($0) })
            #expect(statuses.last == 429)
            // It is the budget of the account, not of the door.
            #expect(try await server.signIn(code: nil).status == 429)
            // Whoever is signed in stays so.
            #expect(try await visitor.readSelf().status == 200)
        }
    }

    /// Where a static token is shown.
    enum Place: String, CaseIterable {
        case header, query, cookie
    }

    @Test("a hundred static tokens that are none, then 429, also for one that is: it could be the next guess")
    func staticTokens() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            // In use elsewhere, and believed.
            #expect(try await server.show(Fixture.bobToken, .header, from: "192.0.2.1").status == 200)
            for index in 0..<100 {
                let place = Place.allCases[index % 3]
                #expect(try await server.show("guess-\(index)", place, from: Self.home).status == 401)
            }
            for place in Place.allCases {
                for token in ["one more", Fixture.bobToken] {
                    #expect(try await server.show(token, place, from: Self.home).status == 429)
                }
            }
            #expect(try await server.show(Fixture.bobToken, .header, from: "192.0.2.1").status == 200)
            server.clock.advance(by: .seconds(900))
            #expect(try await server.show(Fixture.bobToken, .header, from: Self.home).status == 200)
        }
    }

    @Test("a token that has been in use in a network goes on working there, whatever its neighbours try")
    func knownToken() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            #expect(try await server.show(Fixture.bobToken, .header, from: Self.home).status == 200)
            for index in 0..<101 { _ = try await server.show("guess-\(index)", .header, from: Self.home) }
            #expect(try await server.show("one more", .header, from: Self.home).status == 429)
            #expect(try await server.show(Fixture.bobToken, .header, from: Self.home).status == 200)
        }
    }

    @Test("a program that goes on showing a dead token makes one guess, and locks nobody out")
    func deadToken() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            for _ in 0..<500 {
                #expect(try await server.show("a token that was taken away", .header, from: Self.home).status == 401)
            }
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
        }
    }

    @Test("tokens of ours that are over, and JWTs that are bad, are no guesses")
    func badTokens() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            let visitor = try await Visitor(server)
            #expect(try await visitor.signOut().status == 204)
            let access = try #require(visitor.accessToken)
            for index in 0..<150 {
                #expect(try await server.show(access, .header, from: Self.home).status == 401)
                let forged = access.dropLast(8) + "\(10_000_000 + index)"
                #expect(try await server.show(String(forged), .header, from: Self.home).status == 403)
                let refresh = try await server.post(
                    "/auth/refresh", ["refresh_token": .string("x\(index)")], headers: TestServer.from(Self.home))
                #expect(refresh.status == 401)
            }
            #expect(try await server.guess(from: Self.home, password: Fixture.password).status == 200)
        }
    }

    /// A door that a mailed link opens.
    enum Link: String, CaseIterable {
        case reset, invitation, registration, resetPage, invitationPage, verificationPage
    }

    @Test("a hundred forged links, then 429; the genuine one works all the same", arguments: Link.allCases)
    func links(link: Link) async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            let fixture = try await Fixture.make(on: server)
            try await server.set(["public_registration": true])
            let token =
                switch link {
                case .reset, .resetPage: try await server.passwordResetToken("alice@example.com")
                case .invitation, .invitationPage:
                    try await server.invitationToken("guest@example.com", role: fixture.member)
                case .registration, .verificationPage: try await server.registrationToken("new@example.com")
                }
            func show(_ token: String) async throws -> Int {
                let headers = TestServer.from(Self.home)
                let body: JSON = ["token": .string(token), "password": "a new horse 10"]
                return switch link {
                case .reset: try await server.post("/auth/password/reset", body, headers: headers).status
                case .invitation: try await server.post("/users/invite/accept", body, headers: headers).status
                case .registration:
                    try await server.client.send(
                        "GET", "/users/register/verify-email?token=\(token)", headers: headers
                    ).status
                case .resetPage:
                    try await server.client.send("GET", "/admin/reset-password?token=\(token)", headers: headers)
                        .status
                case .invitationPage:
                    try await server.client.send("GET", "/admin/accept-invite?token=\(token)", headers: headers)
                        .status
                case .verificationPage:
                    try await server.client.send("GET", "/admin/verify-email?token=\(token)", headers: headers)
                        .status
                }
            }
            for index in 0..<100 { #expect(try await show("forged\(index)") == 403) }
            #expect(try await show("forged") == 429)
            #expect([200, 204, 302].contains(try await show(token)))
        }
    }
}

extension TestServer {
    /// Shows a static token somewhere.
    func show(
        _ token: String, _ place: DoorThrottleTests.Place, from address: String
    ) async throws -> HTTPAnswer {
        let from = Self.from(address)
        let text = token.replacing(" ", with: "-")
        return switch place {
        case .header:
            try await client.send("GET", "/users/me", headers: [("Authorization", "Bearer \(text)")] + from)
        case .query: try await client.send("GET", "/users/me?access_token=\(text)", headers: from)
        case .cookie:
            try await client.send("GET", "/users/me", headers: [("Cookie", "\(Visitor.sessionCookie)=\(text)")] + from)
        }
    }
}
