import SallyportCore
import TestSupport
import Testing

/// The cookie of a browser that somebody has signed in with before (design section 6).
@Suite("Known devices and networks")
struct DeviceTests {
    private static let alice = "alice@example.com"

    /// Uses the account's hundred guesses up, from far away.
    private static func exhaust(_ server: TestServer, _ email: String = alice) async throws {
        let statuses = try await server.guessesAtOnce(120, { _ in email }, from: TestServer.address)
        #expect(statuses.count(401) == 100)
    }

    private static func signIn(
        _ server: TestServer, _ email: String = alice, device: String?, from address: String = "192.0.2.50",
        mode: TokenMode = .session
    ) async throws -> HTTPAnswer {
        try await server.guess(
            email, from: address, password: Fixture.password,
            headers: device.map { [("Cookie", "sallyport_device=\($0)")] } ?? [], mode: mode)
    }

    @Test("a sign-in leaves the cookie with a browser, for a year, as safe as the other; an app in mode json gets none")
    func cookie() async throws {
        let environment = ["PUBLIC_URL": "https://auth.example.com", "REFRESH_TOKEN_COOKIE_DOMAIN": "example.com"]
        try await TestServer.run(environment) { server in
            _ = try await Fixture.make(on: server)
            let session = try await Self.signIn(server, device: nil, mode: .session)
            let field = try #require(session.all("set-cookie").first { $0.hasPrefix("sallyport_device=") })
            for attribute in ["Max-Age=31536000", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"] {
                #expect(field.contains("; \(attribute)"))
            }
            #expect(!field.contains("Domain"))
            let cookie = try await Self.signIn(server, device: nil, mode: .cookie)
            #expect(
                cookie.all("set-cookie").contains {
                    $0.hasPrefix("sallyport_device=") && $0.contains("; Domain=example.com")
                })
            #expect(try await Self.signIn(server, device: nil, mode: .json).all("set-cookie").isEmpty)
            // A sign-in that failed leaves none.
            #expect(try await server.guess(from: "192.0.2.50", mode: .session).all("set-cookie").isEmpty)
        }
    }

    @Test("a browser that shows a young one gets no other; one that is a month old is renewed, before it expires")
    func renewal() async throws {
        try await TestServer.run(TestServer.behindProxy) { server in
            _ = try await Fixture.make(on: server)
            let device = try #require(try await Self.signIn(server, device: nil).cookie("sallyport_device"))
            server.clock.advance(by: .seconds(30 * 86_400 - 1))
            #expect(try await Self.signIn(server, device: device).cookie("sallyport_device") == nil)
            server.clock.advance(by: .seconds(1))
            let renewed = try #require(try await Self.signIn(server, device: device).cookie("sallyport_device"))
            #expect(renewed != device)
            // Another account in the same browser gets its own.
            let bob = try await Self.signIn(server, "bob@example.com", device: renewed)
            #expect(bob.cookie("sallyport_device") != nil)
        }
    }

    @Test("a browser is known to one account, unforged, and for a year")
    func bound() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let first = try await Self.signIn(server, device: nil, from: "192.0.2.1")
            let device = try #require(first.cookie("sallyport_device"))
            let bobs = try await Self.signIn(server, "bob@example.com", device: nil, from: "192.0.2.2")
            let bobsDevice = try #require(bobs.cookie("sallyport_device"))
            server.clock.advance(by: .seconds(365 * 86_400 - 1))
            try await Self.exhaust(server)
            let forged = String(device.map { $0 == "B" ? "C" : $0 == "A" ? "B" : $0 })
            for wrong in [nil, bobsDevice, forged, device.dropLast() + "!", "x", device + "AA"] {
                #expect(try await Self.signIn(server, device: wrong).status == 429, "\(wrong ?? "none")")
            }
            #expect(try await Self.signIn(server, device: device, from: "192.0.2.60").status == 200)
            server.clock.advance(by: .seconds(1))
            #expect(try await Self.signIn(server, device: device, from: "192.0.2.61").status == 429)
        }
    }

    @Test(
        "whoever has the browser guesses no more than one network may, from however many; its owner is not shut out by it"
    )
    func stolenDevice() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let first = try await Self.signIn(server, device: nil, from: "192.0.2.1")
            let device = try #require(first.cookie("sallyport_device"))
            var statuses: [Int] = []
            for index in 0..<26 {
                let answer = try await server.guess(
                    from: TestServer.address(index), headers: [("Cookie", "sallyport_device=\(device)")])
                statuses.append(answer.status)
            }
            #expect(statuses.count(401) == 25)
            #expect(statuses.last == 429)
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.1").status == 200)
        }
    }

    @Test("a neighbour's guesses in the owner's own network do not shut his browser out")
    func neighbour() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            let first = try await Self.signIn(server, device: nil, from: "192.0.2.1")
            let device = try #require(first.cookie("sallyport_device"))
            #expect(try await server.guesses(200) { _ in "192.0.2.1" }.count(401) == 25)
            #expect(try await server.guesses(100, "bob@example.com") { _ in "192.0.2.1" }.count(401) == 25)
            _ = try await server.guesses(60, "nobody@example.com") { _ in "192.0.2.1" }
            _ = try await server.guesses(60, "carol@example.com") { _ in "192.0.2.1" }
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.1").status == 429)
            #expect(try await Self.signIn(server, device: device, from: "192.0.2.1").status == 200)
        }
    }

    @Test("a network is known for thirty days after a sign-in from there, to the millisecond")
    func network() async throws {
        try await TestServer.run(TestServer.behindProxy, passwords: CountingHasher()) { server in
            _ = try await Fixture.make(on: server)
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.50", mode: .json).status == 200)
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.51", mode: .json).status == 200)
            server.clock.advance(by: .seconds(30 * 86_400))
            try await Self.exhaust(server)
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.50").status == 200)
            server.clock.advance(by: .milliseconds(1))
            #expect(try await Self.signIn(server, device: nil, from: "192.0.2.51").status == 429)
        }
    }
}
